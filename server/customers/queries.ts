import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

/** Everything a customer's card shows; `where` narrows it to one or to those found. */
export function customerCards(db: Db) {
  return db
    .selectFrom('customer')
    .leftJoin('organization', 'organization.id', 'customer.organization_id')
    .select([
      'customer.id',
      'customer.name',
      'customer.language',
      'customer.remark',
      'customer.is_manager',
      'customer.version',
      'customer.fields',
      'customer.created_at',
      'organization.id as organization_id',
      'organization.name as organization_name',
      sql<{ kind: 'email' | 'phone'; value: string }[]>`coalesce((
        select json_agg(json_build_object('kind', kind, 'value', value) order by id)
        from customer_address where customer_id = customer.id), '[]')`.as('addresses'),
    ])
}

export type CustomerCard = Awaited<ReturnType<ReturnType<typeof customerCards>['execute']>>[number]

/** Everything an organization's card shows. */
export function organizationCards(db: Db) {
  return db
    .selectFrom('organization')
    .selectAll()
    .select(
      sql<number>`(select count(*) from customer where organization_id = organization.id)`.as(
        'customer_count',
      ),
    )
}

export type OrganizationCard = Awaited<ReturnType<ReturnType<typeof organizationCards>['execute']>>[number]
