import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { keep, keepTold, type Session, tellDue, tellDueTogether } from './keep-clocks.ts'
import { telling } from './load-history.ts'
import { loadPolicies, type Policies } from './load-terms.ts'
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

/** Which tickets are still to be acted on, each by itself. */
interface Rest {
  /** Something happened to them, or to their policy, that has to be taken in first. */
  changed: number[]
  /** Another worker, or an agent who writes just now, has them. */
  locked: number[]
}

/**
 * Tells what is due of many tickets in one transaction, a few statements for all of them: those whose clocks have
 * nothing to take in, which at a moment that many share are nearly all. The others are left, and named.
 */
export async function actOnDueTogether(db: Db, ticketIds: readonly number[], now: Date): Promise<Rest> {
  return inTransaction(db, async (tx) => {
    const [rows, policies] = await Promise.all([lockRows(tx, ticketIds), loadPolicies(tx)])
    const known = new Set(rows.map((row) => row.id))
    const sessions = rows.flatMap((row) => sessionOf(row, policies) ?? [])
    await tellDueTogether(tx, sessions, now)
    await keepTold(tx, sessions, new Map(rows.map((row) => [row.id, row.due_at])))
    const acted = new Set(sessions.map((session) => session.ticketId))
    return {
      changed: rows.map((row) => row.id).filter((id) => !acted.has(id)),
      locked: ticketIds.filter((id) => !known.has(id)),
    }
  })
}

interface DueRow {
  id: number
  due_at: Date | null
}

interface Clocked {
  ticket_id: number
  state: Session['state']
  policy_version: number | null
  is_set: boolean
  last_event_id: number
  event_count: number
  is_behind: boolean
}

/** Locks first and reads then: what was committed while the lock was taken is seen. Nobody is waited for. */
async function lockRows(tx: Tx, ticketIds: readonly number[]): Promise<(DueRow & Partial<Clocked>)[]> {
  const locked = await tx
    .selectFrom('ticket')
    .select(['id', 'due_at'])
    .where('id', 'in', [0, ...ticketIds])
    .orderBy('id')
    .forUpdate()
    .skipLocked()
    .execute()
  const { rows } = await sql<Clocked>`
    select ticket_id, state, policy_version, is_set, last_event_id, event_count, exists (
      select from event where event.ticket_id = sla_ticket.ticket_id and event.id > sla_ticket.last_event_id
        and event.type = any(${[...telling]}::text[])
    ) as is_behind
    from sla_ticket where ticket_id = any(${locked.map((row) => row.id)}::bigint[])`.execute(tx)
  const byId = new Map(rows.map((row) => [row.ticket_id, row]))
  return locked.map((row) => ({ ...row, ...byId.get(row.id) }))
}

function sessionOf(row: DueRow & Partial<Clocked>, policies: Policies): Session | null {
  const { state, last_event_id: lastEventId, event_count: eventCount, policy_version: version } = row
  if (!state || lastEventId === undefined || eventCount === undefined || row.is_behind) return null
  if (version !== policies.versionOf(state.policyId)) return null
  const isSet = row.is_set ?? false
  return { ticketId: row.id, policies, state, isSet, lastEventId, after: lastEventId, eventCount }
}
