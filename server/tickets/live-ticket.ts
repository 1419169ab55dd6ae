import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { TicketRow } from './tables.ts'

export type LiveTicket = Pick<
  TicketRow,
  | 'id'
  | 'customer_id'
  | 'status_category'
  | 'waiting_since'
  | 'solved_at'
  | 'closed_at'
  | 'frozen_until'
  | 'thaw_status_id'
>

/** The id of the ticket, or of the one it was merged into, as part of a question; null when it is gone. */
export function liveTicketId(id: number): RawBuilder<number | null> {
  return sql`(with recursive lineage as (
      select id, merged_into_id from ticket where id = ${id}
      union select ticket.id, ticket.merged_into_id from lineage join ticket on ticket.id = lineage.merged_into_id
    ) select id from lineage where merged_into_id is null)`
}

/** The ticket, or the one it was merged into; locked, because a post follows. Null when it is gone. */
export async function lockLiveTicket(tx: Tx, id: number): Promise<LiveTicket | null> {
  const ticket = await tx
    .selectFrom('ticket')
    .select(['id', 'customer_id', 'status_category', 'waiting_since', 'solved_at', 'closed_at'])
    .select(['frozen_until', 'thaw_status_id', 'merged_into_id'])
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  if (!ticket) return null
  return ticket.merged_into_id === null ? ticket : lockLiveTicket(tx, ticket.merged_into_id)
}

/** The same for a ticket that is known to be there. */
export async function mustLockLiveTicket(tx: Tx, id: number): Promise<LiveTicket> {
  const ticket = await lockLiveTicket(tx, id)
  if (!ticket) throw new Error(`there is no ticket ${id}`)
  return ticket
}
