import type { Generated, GeneratedAlways, Selectable } from 'kysely'
import type { Language } from '#contract/common.ts'

interface OrganizationTable {
  id: GeneratedAlways<number>
  name: string
  domains: Generated<string[]>
  created_at: Date
}

export interface CustomerTable {
  id: GeneratedAlways<number>
  name: Generated<string>
  organization_id: number | null
  language: Language | null
  remark: Generated<string>
  version: Generated<number>
  created_at: Date
  updated_at: Date
}

export type AddressKind = 'email' | 'phone'

interface CustomerAddressTable {
  id: GeneratedAlways<number>
  customer_id: number
  kind: AddressKind
  value: string
  created_at: Date
}

export type CustomerRow = Selectable<CustomerTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    organization: OrganizationTable
    customer: CustomerTable
    customer_address: CustomerAddressTable
  }
}
