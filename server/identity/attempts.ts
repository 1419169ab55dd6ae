import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import type {} from './tables.ts'

/** So many attempts are free within the window; from then on each doubles the wait, from one second to the cap. */
interface Limit {
  free: number
  windowSeconds: number
  capSeconds: number
}

/**
 * Guesses at one account. The cap is low, because a stranger who keeps guessing must not keep the owner out
 * for long: this still leaves a dozen guesses an hour.
 */
export const accountLimit: Limit = { free: 5, windowSeconds: 86_400, capSeconds: 300 }
/** Guesses from one network; a whole office may share it. */
export const networkLimit: Limit = { free: 30, windowSeconds: 3_600, capSeconds: 900 }
/** Password letters asked for from one network. */
export const letterLimit: Limit = { free: 10, windowSeconds: 3_600, capSeconds: 900 }

const longestWindowSeconds = 86_400

/** Seconds from the last failed attempt to the next that is looked at. */
export function waitSeconds(limit: Limit, failures: number): number {
  return failures < limit.free ? 0 : Math.min(2 ** Math.min(failures - limit.free, 30), limit.capSeconds)
}

/**
 * Fails with `too_many_requests` while this subject has to wait. Attempts refused so are not counted: nobody
 * can make the wait longer by hammering.
 */
export async function mustNotWait(tx: Tx, subject: string, limit: Limit, now: Date): Promise<void> {
  // Attempts on one subject go one after the other, or a thousand at once would all find it free.
  await sql`select pg_advisory_xact_lock(hashtextextended(${subject}, 0))`.execute(tx)
  const { count, last } = await tx
    .selectFrom('sign_in_failure')
    .select([(eb) => eb.fn.countAll<number>().as('count'), (eb) => eb.fn.max('at').as('last')])
    .where('subject', '=', subject)
    .where('at', '>', secondsBefore(now, limit.windowSeconds))
    .executeTakeFirstOrThrow()
  if (!last) return
  const remainingMs = last.getTime() + waitSeconds(limit, count) * 1000 - now.getTime()
  if (remainingMs > 0) {
    fail('too_many_requests', { detail: { retryAfterSeconds: Math.ceil(remainingMs / 1000) } })
  }
}

/** Counts an attempt as failed before it is looked at, so that parallel ones cannot slip through. */
export async function countAttempt(tx: Tx, subject: string, now: Date): Promise<void> {
  await tx
    .deleteFrom('sign_in_failure')
    .where('subject', '=', subject)
    .where('at', '<', secondsBefore(now, longestWindowSeconds))
    .execute()
  await tx.insertInto('sign_in_failure').values({ subject, at: now }).execute()
}

/** Takes one attempt back: it turned out to be right. */
export async function forgiveOne(tx: Tx, subject: string, at: Date): Promise<void> {
  await sql`delete from sign_in_failure where ctid = (
    select ctid from sign_in_failure where subject = ${subject} and at = ${at} limit 1)`.execute(tx)
}

export function secondsBefore(now: Date, seconds: number): Date {
  return new Date(now.getTime() - seconds * 1000)
}
