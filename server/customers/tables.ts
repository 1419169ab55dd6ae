import type { ColumnType, Generated, GeneratedAlways, Selectable } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { FieldValues } from '#contract/fields.ts'

/** The desk's own fields, by their keys; null where there are none. */
type OwnFields = ColumnType<FieldValues | null, string | null | undefined, string | null>

interface OrganizationTable {
  id: GeneratedAlways<number>
  name: string
  domains: Generated<string[]>
  fields: OwnFields
  version: Generated<number>
  created_at: Date
}

export interface CustomerTable {
  id: GeneratedAlways<number>
  name: Generated<string>
  organization_id: number | null
  language: Language | null
  remark: Generated<string>
  /** Sees the tickets of everybody in their organization, on the portal. */
  is_manager: Generated<boolean>
  fields: OwnFields
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

/** `all`: nothing goes there; `automatic`: only what a person writes does. */
export type BlockScope = 'all' | 'automatic'
export type BlockCause = 'hard_bounce' | 'soft_bounces' | 'complaint' | 'agent'

interface BlockedAddressTable {
  id: GeneratedAlways<number>
  address: string
  scope: BlockScope
  cause: BlockCause
  status: string | null
  diagnostic: string | null
  reply_id: number | null
  ticket_id: number | null
  blocked_by_id: number | null
  blocked_at: Date
  expires_at: Date | null
}

export type BlockedAddressRow = Selectable<BlockedAddressTable>
export type CustomerRow = Selectable<CustomerTable>

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    organization: OrganizationTable
    customer: CustomerTable
    customer_address: CustomerAddressTable
    blocked_address: BlockedAddressTable
  }
}
