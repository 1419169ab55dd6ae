import { sql } from 'kysely'
import type { Ticket } from '#contract/tickets.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { cards } from './get-ticket.ts'
import { presentTicket } from './present.ts'
import { ticketNumbers } from './ticket-number.ts'

type Impersonal = Omit<Ticket, 'isUnread' | 'isFollowed' | 'hasHeldReply'>

/** Who reads it is nobody in particular. */
const nobody = { agentId: 0 }

/**
 * A ticket in its public shape from a row that was kept (`to_jsonb` of the table's row), without what differs from
 * reader to reader. What lies in other tables is as it is now. Null when its customer is gone.
 */
export async function presentTicketAsOf(db: Db, row: Record<string, unknown>): Promise<Impersonal | null> {
  const then = db.with(
    'ticket',
    () => sql<never>`(select * from jsonb_populate_record(null::ticket, ${JSON.stringify(row)}::jsonb))`,
  )
  const card = await cards(then as unknown as Db, nobody).executeTakeFirst()
  if (!card) return null
  const {
    isUnread: _unread,
    isFollowed: _followed,
    hasHeldReply: _held,
    ...ticket
  } = presentTicket(card, await ticketNumbers(db))
  return ticket
}
