import type { Customer, Organization } from '#contract/customers.ts'
import type { CustomerCard, OrganizationCard } from './queries.ts'

/** Row → wire. */
export function presentCustomer(row: CustomerCard): Customer {
  return {
    id: row.id,
    name: row.name,
    organization:
      row.organization_id === null ? null : { id: row.organization_id, name: row.organization_name ?? '' },
    language: row.language,
    remark: row.remark,
    isManager: row.is_manager,
    addresses: row.addresses,
    fields: row.fields ?? {},
    version: row.version,
    createdAt: row.created_at.toISOString(),
  }
}

export function presentOrganization(row: OrganizationCard): Organization {
  return {
    id: row.id,
    name: row.name,
    domains: row.domains,
    customerCount: row.customer_count,
    fields: row.fields ?? {},
    version: row.version,
    createdAt: row.created_at.toISOString(),
  }
}
