import { sql } from 'kysely'
import type { StatusCategory } from '#contract/desk.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { defaultStatusId } from './queries.ts'
import { recountTicket } from './recount-ticket.ts'
import type { TicketRow } from './tables.ts'
import { statusTimes } from './ticket.ts'

/** What a ticket was before its last post went; kept in the event, so that it can be that again. */
export interface Emptied {
  statusId: number
  statusCategory: StatusCategory
}

/**
 * Counts a ticket anew after a message has left it. When nobody's words are left in it, it is closed and leads to
 * where the message went, so that whoever answers its old letters is heard there; its former status is then answered.
 */
export async function leaveTicket(
  tx: Tx,
  ticket: TicketRow,
  toTicketId: number,
  now: Date,
): Promise<Emptied | null> {
  await recountTicket(tx, ticket.id)
  const isEmptied = await isEmpty(tx, ticket.id)
  await tx
    .updateTable('ticket')
    .set((eb) => ({
      ...(isEmptied && { merged_into_id: toTicketId, waiting_since: null }),
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', ticket.id)
    .execute()
  if (!isEmptied) return null
  const status_id = await defaultStatusId(tx, 'closed')
  await tx
    .updateTable('ticket')
    .set({ status_id, status_category: 'closed', ...statusTimes(ticket, 'closed', now) })
    .where('id', '=', ticket.id)
    .execute()
  return { statusId: ticket.status_id, statusCategory: ticket.status_category }
}

/** An acknowledgement is nobody's words, and a reply that was cancelled none any more; one that waits still is. */
async function isEmpty(tx: Tx, ticketId: number): Promise<boolean> {
  const { rows } = await sql<{ is_empty: boolean }>`
    select not exists (select from customer_message where ticket_id = ${ticketId})
      and not exists (select from note where ticket_id = ${ticketId})
      and not exists (select from reply
        where ticket_id = ${ticketId} and not is_automatic and delivery_state <> 'cancelled') as is_empty`.execute(
    tx,
  )
  return rows[0]?.is_empty ?? false
}
