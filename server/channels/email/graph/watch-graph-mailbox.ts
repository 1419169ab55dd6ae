import type { Running } from '#server/channels/channel.ts'
import { readSection } from '#server/channels/inboxes/inbox-sections.ts'
import { backOffFor } from '#server/channels/email/receiving/back-off.ts'
import type { EmailDesk } from '#server/channels/email/email-desk.ts'
import { noteReceiveHealth } from '#server/channels/email/inbox-health.ts'
import type { LockSession } from '#server/channels/email/receiving/lock-session.ts'
import { watchUnderLock } from '#server/channels/email/receiving/watch-under-lock.ts'
import { fetchGraphLetters } from './fetch-graph-letters.ts'
import { openGraphMailbox } from './graph-client.ts'
import { GraphFailure } from './graph-failure.ts'
import { tidyMailbox } from './tidy-mailbox.ts'

export interface GraphTimes {
  /** Between two looks; Graph allows a mailbox ten thousand requests in ten minutes. */
  pollMs: number
  /** Between two looks at a lock that another process holds. */
  lockMs: number
}

export const usualGraphTimes: GraphTimes = { pollMs: 20_000, lockMs: 15_000 }

/**
 * Fetches one inbox over Microsoft Graph until it is stopped: one process at a time, by polling, and again after
 * whatever went wrong. What is wrong stands on the inbox.
 */
export function watchGraphMailbox(
  desk: EmailDesk,
  locks: LockSession,
  inboxId: number,
  times: GraphTimes = usualGraphTimes,
): Running {
  return watchUnderLock(desk, locks, inboxId, {
    lockMs: times.lockMs,
    turn: () => lookAgain(desk, inboxId, times),
  })
}

/** One look; answers how long to wait before the next. */
async function lookAgain(desk: EmailDesk, inboxId: number, times: GraphTimes): Promise<number> {
  const { db } = desk.database
  const backOff = backOffFor(`graph inbox ${inboxId}`)
  try {
    await lookOnce(desk, inboxId)
    await noteReceiveHealth(db, inboxId, null, desk.clock.now())
    backOff.succeeded()
    return times.pollMs
  } catch (error) {
    const said = (error instanceof Error ? error.message : String(error)).slice(0, 500)
    desk.log.warn({ inboxId, error: said }, 'fetching letters from Microsoft Graph failed')
    const asked = error instanceof GraphFailure ? error.retryAfterSeconds : null
    // Being asked to slow down is no fault an administrator could mend.
    if (!(error instanceof GraphFailure && error.status === 429)) {
      await noteReceiveHealth(db, inboxId, said, desk.clock.now())
    }
    return asked === null ? backOff.failed() : asked * 1000
  }
}

/** Fetches what is new and does in the mailbox what the inbox is set to. Answers how many letters came. */
export async function lookOnce(desk: EmailDesk, inboxId: number): Promise<number> {
  const row = await desk.database.db
    .selectFrom('inbox')
    .select(['address', 'copies', 'created_at'])
    .where('id', '=', inboxId)
    .where('is_active', '=', true)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (!row) return 0
  const mailbox = await openGraphMailbox(desk, inboxId)
  const isToTidy = readSection('copies', row.copies).afterFetch !== 'leave'
  const inbox = { inboxId, address: row.address, since: row.created_at, isToTidy }
  const fetched = await fetchGraphLetters(desk, mailbox, inbox)
  await tidyMailbox(desk, mailbox, inboxId)
  return fetched
}
