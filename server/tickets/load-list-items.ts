import { sql } from 'kysely'
import type { TicketListItem } from '#contract/tickets.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { visibleTickets } from './policy.ts'
import { presentListItem } from './present.ts'
import { ticketNumbers } from './ticket-number.ts'

/** What a list shows of these tickets, in the order of `ids`; a ticket the actor may not see is left out. */
export async function loadListItems(db: Db, actor: Actor, ids: number[]): Promise<TicketListItem[]> {
  if (ids.length === 0) return []
  const rows = await listItemRows(db, actor)
    .where('ticket.id', '=', sql<number>`any(${ids}::bigint[])`)
    .where(visibleTickets(actor))
    .execute()
  const numberOf = await ticketNumbers(db)
  const byId = new Map(rows.map((row) => [row.id, presentListItem(row, numberOf)]))
  return ids.flatMap((id) => byId.get(id) ?? [])
}

/** The columns of a list row; also the ground of the whole card. */
export function listItemRows(db: Db, actor: Pick<Actor, 'agentId'>) {
  return db
    .selectFrom('ticket')
    .innerJoin('customer', 'customer.id', 'ticket.customer_id')
    .leftJoin('ticket_read', (join) =>
      join.onRef('ticket_read.ticket_id', '=', 'ticket.id').on('ticket_read.agent_id', '=', actor.agentId),
    )
    .select([
      'ticket.id',
      'ticket.subject',
      'ticket.snippet',
      'ticket.status_id',
      'ticket.status_category',
      'ticket.priority',
      'ticket.assignee_id',
      'ticket.team_id',
      'ticket.source',
      'ticket.tags',
      'ticket.waiting_since',
      'ticket.due_at',
      'ticket.due_kind',
      'ticket.frozen_until',
      'ticket.merged_into_id',
      'ticket.last_activity_at',
      'ticket.created_at',
      'ticket.last_post_id',
      'ticket_read.last_post_id as read_post_id',
      // Almost never: the index behind it holds nothing but replies that wait.
      sql<boolean>`exists (select from reply where ticket_id = ticket.id and delivery_state = 'held')`.as(
        'has_held_reply',
      ),
      'customer.id as customer_id',
      'customer.name as customer_name',
      sql<
        string | null
      >`(select value from customer_address where customer_id = customer.id and kind = 'email'
        order by id limit 1)`.as('customer_email'),
    ])
}

export type ListItemRow = Awaited<ReturnType<ReturnType<typeof listItemRows>['execute']>>[number]
