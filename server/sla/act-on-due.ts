import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { keep, tellDue } from './keep-clocks.ts'
import { loadPolicies } from './load-terms.ts'
import { openSession } from './open-session.ts'

export interface Moment {
  ticketId: number
  at: Date
}

/** The tickets whose next moment comes before an instant, the earliest first. One small index answers. */
export async function momentsBefore(db: Db, until: Date, limit: number): Promise<Moment[]> {
  const rows = await db
    .selectFrom('sla_ticket')
    .select(['ticket_id', 'next_at'])
    .where('next_at', '<=', until)
    .orderBy('next_at')
    .limit(limit)
    .execute()
  return rows.flatMap((row) => (row.next_at ? [{ ticketId: row.ticket_id, at: row.next_at }] : []))
}

/**
 * Tells what is due of one ticket. What happened to it meanwhile is taken in first: nobody is told of a deadline that
 * was met in time. False when another worker, or an agent who writes just now, has the ticket.
 */
export async function actOnDue(db: Db, ticketId: number, now: Date): Promise<boolean> {
  return inTransaction(db, async (tx) => {
    const [locked, policies] = await Promise.all([
      tx
        .selectFrom('ticket')
        .select('id')
        .where('id', '=', ticketId)
        .forUpdate()
        .skipLocked()
        .executeTakeFirst(),
      loadPolicies(tx),
    ])
    if (!locked) return false
    const session = await openSession(tx, ticketId, policies, now)
    if (!session) return true
    await tellDue(tx, session, now.getTime(), now)
    await keep(tx, session)
    return true
  })
}
