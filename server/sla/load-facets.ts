import { sql } from 'kysely'
import type { Priority } from '#contract/desk.ts'
import type { Source } from '#contract/tickets.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Facets } from './match-conditions.ts'

interface Row {
  id: number
  teamId: number | null
  inboxId: number | null
  categoryIds: number[]
  organizationId: number | null
  statusId: number
  priority: number
  source: Source
  tags: string[]
  ticketFields: Record<string, unknown> | null
  customerFields: Record<string, unknown> | null
  organizationFields: Record<string, unknown> | null
}

const priorities: readonly Priority[] = ['low', 'medium', 'high', 'critical']

/** What policies' conditions look at, of these tickets. */
export async function loadFacets(db: Db, ticketIds: readonly number[]): Promise<Map<number, Facets>> {
  const { rows } = await sql<Row>`
    select ticket.id, ticket.team_id as "teamId", ticket.inbox_id as "inboxId", ticket.status_id as "statusId",
      ticket.priority, ticket.source, ticket.tags, customer.organization_id as "organizationId",
      ticket.fields as "ticketFields", customer.fields as "customerFields", organization.fields as "organizationFields",
      array(with recursive above as (
        select id, parent_id from ticket_category where id = ticket.category_id
        union all select up.id, up.parent_id from ticket_category as up join above on up.id = above.parent_id
      ) select id from above) as "categoryIds"
    from ticket join customer on customer.id = ticket.customer_id
    left join organization on organization.id = customer.organization_id
    where ticket.id = any(${ticketIds}::bigint[])`.execute(db)
  return new Map(rows.map((row) => [row.id, facetsOf(row)]))
}

function facetsOf({ priority, ticketFields, customerFields, organizationFields, ...row }: Row): Facets {
  return {
    ...row,
    priority: priorities[priority - 1] ?? 'medium',
    fields: {
      ticket_field: ticketFields ?? {},
      customer_field: customerFields ?? {},
      organization_field: organizationFields ?? {},
    },
  }
}
