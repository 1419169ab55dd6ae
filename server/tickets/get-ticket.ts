import { sql } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import type { Ticket } from '#contract/tickets.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { listItemRows } from './load-list-items.ts'
import { visibleTickets } from './policy.ts'
import { presentTicket } from './present.ts'
import { ticketNumbers } from './ticket-number.ts'

export async function getTicket(db: Db, actor: Actor, id: number): Promise<Ticket> {
  const row = await cards(db, actor)
    .where('ticket.id', '=', id)
    .where(visibleTickets(actor))
    .executeTakeFirst()
  return presentTicket(found(row), await ticketNumbers(db))
}

/**
 * The card after the actor's own change. It may just have moved out of the actor's sight, into another team;
 * whoever changed it still gets the answer to that change.
 */
export async function changedTicket(db: Db, actor: Actor, id: number): Promise<Ticket> {
  const row = await cards(db, actor).where('ticket.id', '=', id).executeTakeFirst()
  return presentTicket(found(row), await ticketNumbers(db))
}

/** The columns of the whole card. */
export function cards(db: Db, actor: Pick<Actor, 'agentId'>) {
  return listItemRows(db, actor).select([
    'ticket.category_id',
    'ticket.inbox_id',
    'ticket.reply_channel',
    'ticket.updated_at',
    'ticket.solved_at',
    'ticket.closed_at',
    'ticket.fields',
    'ticket.version',
    sql<
      PersonAddress[]
    >`coalesce((select json_agg(json_build_object('address', address, 'name', name) order by address)
      from ticket_participant where ticket_id = ticket.id), '[]')`.as('participants'),
    sql<boolean>`exists (select from ticket_follower where ticket_id = ticket.id and agent_id = ${actor.agentId})`.as(
      'is_followed',
    ),
  ])
}

export type CardRow = Awaited<ReturnType<ReturnType<typeof cards>['execute']>>[number]
