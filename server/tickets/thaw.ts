import type { StatusCategory } from '#contract/desk.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { type Occurrence, recordEvent } from '#server/platform/events/record-event.ts'
import { defaultStatusId } from './queries.ts'
import type { TicketRow } from './tables.ts'

/** `time`: its time came; `status`: it was given a status that is no pause; `merge`: it went into another ticket. */
export type ThawReason = 'time' | 'agent' | 'customer_wrote' | 'status' | 'rule' | 'merge'

/** What a frozen ticket goes back to: the status it had when it was put aside, while there is one. */
export async function thawStatus(
  db: Db,
  ticket: Pick<TicketRow, 'thaw_status_id'>,
): Promise<{ id: number; category: StatusCategory }> {
  const row =
    ticket.thaw_status_id === null
      ? undefined
      : await db
          .selectFrom('ticket_status')
          .select(['id', 'category'])
          .where('id', '=', ticket.thaw_status_id)
          .where('archived_at', 'is', null)
          .where('category', 'in', ['new', 'open'])
          .executeTakeFirst()
  return row ?? { id: await defaultStatusId(db, 'open'), category: 'open' }
}

/**
 * Says that a ticket is frozen no more, where it was and its new status ends that. Whoever changes a status calls it;
 * the columns are emptied by `statusTimes`.
 */
export async function tellThaw(
  tx: Tx,
  was: Pick<TicketRow, 'frozen_until'>,
  category: StatusCategory,
  occurrence: Pick<Occurrence, 'at' | 'actor' | 'data'> & { ticketId: number },
  reason: ThawReason,
): Promise<void> {
  if (was.frozen_until === null || category === 'paused') return
  const data = { ...occurrence.data, reason }
  await recordEvent(tx, { ...occurrence, type: 'ticket.unfrozen', data })
}

/** The job that brings a frozen ticket back; a later one takes its place. */
export async function thawAt(tx: Tx, ticketId: number, until: Date, runAt = until): Promise<void> {
  const payload = { ticketId, until: until.toISOString() }
  await enqueue(tx, 'ticket.unfreeze', payload, { runAt, key: `ticket.unfreeze ${ticketId}` })
}
