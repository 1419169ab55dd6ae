import type { Customer } from '#contract/customers.ts'
import type { CustomerCard } from './queries.ts'

/** Row → wire. */
export function presentCustomer(row: CustomerCard): Customer {
  return {
    id: row.id,
    name: row.name,
    organization:
      row.organization_id === null ? null : { id: row.organization_id, name: row.organization_name ?? '' },
    language: row.language,
    remark: row.remark,
    addresses: row.addresses,
    version: row.version,
    createdAt: row.created_at.toISOString(),
  }
}
