import { setTimeout as delay } from 'node:timers/promises'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { isSuperseded } from '#server/channels/outbox/superseded.ts'
import { markDelivery } from '#server/tickets/index.ts'
import type { OutboundState } from '#server/channels/tables.ts'
import { queueSentCopy } from '../copies/queue-sent-copy.ts'
import type { EmailDesk } from '../email-desk.ts'
import type { HandedOver } from './hand-over.ts'
import { noteSendHealth } from '../inbox-health.ts'
import { noteRefusals } from '../policy/note-refusals.ts'
import type { QueuedLetter } from './queue-letter.ts'

/** Minutes before each further try, about two days in all: grey-listing passes in minutes, an outage in hours. */
const retryMinutes = [1, 5, 15, 30, 60, 120, 240, 360, 360, 360, 360, 360, 360]

/** Looked at again so often while a mailbox gives no access; connecting it brings the letters forward. */
const accessMinutes = 60

interface Verdict {
  state: OutboundState
  error: string | null
  detail: string | null
  accepted: string[]
}

const lastWordAttempts = 30

/**
 * Writes down what became of a letter. The database may be away for a moment just then: the letter has gone, so
 * this waits for it rather than leave the outcome unknown. `isMarked`: this very try had marked the letter as being
 * handed over; one that did not get so far has no word where another try has.
 */
export async function settleDelivery(
  desk: EmailDesk,
  queued: QueuedLetter,
  outcome: HandedOver,
  isMarked = true,
): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      await inTransaction(desk.database.db, (tx) => settle(tx, desk, queued, outcome, isMarked))
      return
    } catch (error) {
      if (attempt === lastWordAttempts) throw error
      desk.log.warn({ error: String(error) }, 'a letter’s outcome cannot be written down yet')
      await delay(Math.min(attempt * 200, 2000))
    }
  }
}

async function settle(
  tx: Tx,
  desk: EmailDesk,
  { letter, inbox }: QueuedLetter,
  outcome: HandedOver,
  isMarked: boolean,
): Promise<void> {
  const now = desk.clock.now()
  const verdict = judge(outcome, letter)
  const waits = isWaitingForAccess(outcome)
  const askedMinutes = outcome.kind === 'not_taken' ? (outcome.problem.retryAfterSeconds ?? 0) / 60 : 0
  const usualMinutes = waits ? accessMinutes : (retryMinutes[letter.attempts] ?? 0)
  const waitMinutes = verdict.state === 'queued' ? Math.max(usualMinutes, askedMinutes) : 0
  const nextTry = new Date(now.getTime() + waitMinutes * 60_000)
  const writing = tx
    .updateTable('outbound_letter')
    .set({
      state: verdict.state,
      error: verdict.error,
      detail: verdict.detail,
      accepted: verdict.accepted,
      // Waiting for somebody to connect the mailbox is no try: however long it takes, the letter stays.
      attempts: letter.attempts + (waits ? 0 : 1),
      next_try_at: nextTry,
      sender_id: null,
      ...(verdict.state === 'sent' && { sent_at: now }),
    })
    .where('id', '=', letter.id)
    // A sweep that took us for dead has called it unconfirmed; we know better.
    .where('state', 'in', isMarked ? ['queued', 'handing_over', 'unconfirmed'] : ['queued'])
    .executeTakeFirst()
  // The reply was sent once more while nobody knew of this: the newer letter tells, and this one is not tried again.
  const [written, isPast] = await Promise.all([writing, isSuperseded(tx, letter)])
  if (written.numUpdatedRows === 0n) return
  if (isPast && verdict.state === 'queued') await giveUp(tx, letter.id)
  await noteRefusals(tx, desk, { letter }, outcome, now)
  const hasLeft = verdict.state === 'sent' || (verdict.state === 'failed' && verdict.accepted.length > 0)
  await Promise.all([
    !isPast && tell(tx, letter.reply_id, verdict, nextTry, now),
    hasLeft && inbox.receivesBy === 'imap' && queueSentCopy(tx, letter, now),
    noteSendHealth(tx, inbox.id, serverFault(outcome), verdict.state === 'sent', now),
  ])
}

/** On the reply, or by another try when it is time. */
async function tell(tx: Tx, replyId: number, verdict: Verdict, nextTry: Date, now: Date): Promise<void> {
  const { state, error, detail } = verdict
  if (state === 'queued') {
    const again = { runAt: nextTry, key: `message.send ${replyId}` }
    await enqueue(tx, 'message.send', { replyId }, again)
  } else if (state !== 'handing_over') await markDelivery(tx, replyId, { state, error, detail }, now)
}

async function giveUp(tx: Tx, letterId: number): Promise<void> {
  await tx.updateTable('outbound_letter').set({ state: 'failed' }).where('id', '=', letterId).execute()
}

/** What the outcome means for the letter. Pure. */
export function judge(outcome: HandedOver, letter: { attempts: number; accepted: string[] }): Verdict {
  const { accepted } = letter
  const mayRetry = letter.attempts < retryMinutes.length
  if (outcome.kind === 'unknown') {
    return { state: 'unconfirmed', error: 'connection', detail: outcome.detail, accepted }
  }
  if (outcome.kind === 'not_taken') {
    const { error, detail, isTemporary } = outcome.problem
    if (isWaitingForAccess(outcome)) return { state: 'queued', error, detail, accepted }
    if (isTemporary && mayRetry) return { state: 'queued', error, detail, accepted }
    const reason = isTemporary ? 'gave_up' : error
    return { state: 'failed', error: accepted.length > 0 ? 'some_refused' : reason, detail, accepted }
  }
  const all = [...new Set([...accepted, ...outcome.accepted])]
  if (outcome.refused.length === 0) return { state: 'sent', error: null, detail: null, accepted: all }
  const detail = outcome.refused.map(({ problem }) => problem.detail).join('\n')
  const isWorthRetrying = outcome.refused.some(({ problem }) => problem.isTemporary) && mayRetry
  if (isWorthRetrying) return { state: 'queued', error: 'postponed', detail, accepted: all }
  return { state: 'failed', error: 'some_refused', detail, accepted: all }
}

/** Access to the inbox's mailbox has to be given by a person. */
function isWaitingForAccess(outcome: HandedOver): boolean {
  return outcome.kind === 'not_taken' && outcome.problem.error === 'not_connected'
}

function serverFault(outcome: HandedOver): string | null {
  if (outcome.kind !== 'not_taken' || !outcome.problem.isServerFault) return null
  return outcome.problem.detail
}
