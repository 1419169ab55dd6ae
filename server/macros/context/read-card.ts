import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

/** What templates speak of, in one read; undefined when the ticket is gone. */
export function readCard(db: Db, ticketId: number) {
  return db
    .selectFrom('ticket')
    .innerJoin('customer', 'customer.id', 'ticket.customer_id')
    .innerJoin('ticket_status', 'ticket_status.id', 'ticket.status_id')
    .leftJoin('organization', 'organization.id', 'customer.organization_id')
    .leftJoin('ticket_category', 'ticket_category.id', 'ticket.category_id')
    .leftJoin('team', 'team.id', 'ticket.team_id')
    .leftJoin('inbox', 'inbox.id', 'ticket.inbox_id')
    .select(['ticket.subject', 'ticket.priority', 'ticket.tags', 'ticket.created_at', 'ticket.due_at'])
    .select([
      'ticket.fields',
      'customer.fields as customer_fields',
      'organization.fields as organization_fields',
    ])
    .select(['customer.name as customer_name', 'customer.language as customer_language'])
    .select(['organization.name as organization_name', 'team.name as team_name'])
    .select(['inbox.name as inbox_name', 'inbox.address as inbox_address'])
    .select(['ticket_status.names as status_names', 'ticket_category.names as category_names'])
    .select((eb) => [
      address(eb.ref('customer.id'), 'email').as('customer_email'),
      address(eb.ref('customer.id'), 'phone').as('customer_phone'),
      eb
        .selectFrom('customer_message')
        .select('text')
        .whereRef('ticket_id', '=', 'ticket.id')
        .orderBy('customer_message.id', 'desc')
        .limit(1)
        .as('last_text'),
      sql<string | null>`(select time_zone from calendar order by id limit 1)`.as('desk_zone'),
    ])
    .where('ticket.id', '=', ticketId)
    .executeTakeFirst()
}

export type CardRow = NonNullable<Awaited<ReturnType<typeof readCard>>>

function address(customerId: unknown, kind: 'email' | 'phone') {
  return sql<string | null>`(select value from customer_address
    where customer_id = ${customerId} and kind = ${kind} order by id limit 1)`
}
