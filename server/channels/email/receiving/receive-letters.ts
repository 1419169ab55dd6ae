import { sql } from 'kysely'
import * as z from 'zod'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { forgetApart, lettersApart } from '../authentication/examine-case.ts'
import type { EmailDesk } from '../email-desk.ts'
import { gather } from './gather.ts'
import { HeldUp, type Turn, processLetter, processTogether } from './process-letter.ts'

const Payload = z.object({
  letterIds: z.array(z.int()),
  /** Set by the job that was made for another try: the first job of a letter that failed since does nothing. */
  isRetry: z.boolean().default(false),
})

/** Seconds before the next try of a letter that failed; after the last one it is put aside. */
const retryAfterSeconds = [10, 60, 300, 1800]

/** Jobs taken together at most; a worker runs no more than a few at once anyway. */
const mostJobs = 50
/** While one batch waits for the database, another one can be prepared. */
const lanes = 2

const gathered = new WeakMap<EmailDesk, (turns: Turn[]) => Promise<void>>()

/**
 * The job `email.receive`: letters from the ledger, in the order they came. Jobs that run at the same moment are
 * taken together. A letter that cannot be processed holds nobody up: it is tried again later and in the end put
 * aside, visibly. Throws only when the ledger itself cannot be written, and is then repeated whole.
 */
export async function receiveLetters(desk: EmailDesk, payload: unknown): Promise<void> {
  const { letterIds, isRetry } = Payload.parse(payload)
  let take = gathered.get(desk)
  if (!take)
    gathered.set(
      desk,
      (take = gather((turns: Turn[]) => takeLetters(desk, turns), { mostAtOnce: mostJobs, lanes })),
    )
  await take(letterIds.map((letterId) => ({ letterId, isRetry })))
}

async function takeLetters(desk: EmailDesk, turns: Turn[]): Promise<void> {
  const left = await processTogether(desk, turns)
  for (const letterId of left) {
    try {
      await processLetter(desk, letterId)
    } catch (error) {
      await putBack(desk, letterId, error)
    }
  }
}

/** So many letters wait for the DNS at the same time. */
const mostExamined = 10

/** One job takes so many with it: its neighbours in the queue then find their letters decided. */
const mostNeighbours = 30

/**
 * The job `email.examine`: letters whose sender has to be looked at before they are decided, an agent's above all.
 * One such job runs at a time, so that other letters always find a worker.
 */
export async function examineLetters(desk: EmailDesk, payload: unknown): Promise<void> {
  const neighbours = await lettersApart(desk.database.db, mostNeighbours)
  const waiting = [...new Set([...Payload.parse(payload).letterIds, ...neighbours])]
  const takeNext = async (): Promise<void> => {
    for (let letterId = waiting.shift(); letterId !== undefined; letterId = waiting.shift()) {
      const id = letterId
      await processLetter(desk, id).catch((error: unknown) => putBack(desk, id, error))
    }
  }
  await Promise.all(Array.from({ length: mostExamined }, takeNext))
}

async function putBack(desk: EmailDesk, letterId: number, error: unknown): Promise<void> {
  const now = desk.clock.now()
  const message = (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, 2000)
  await inTransaction(desk.database.db, async (tx) => {
    const row = await tx
      .updateTable('inbound_letter')
      .set((eb) => ({
        // One that waits for another is well: it is not put aside, and its time comes when the other's has come.
        attempts:
          error instanceof HeldUp
            ? sql`least(attempts + 1, ${retryAfterSeconds.length}::int)`
            : eb('attempts', '+', 1),
        // What was known before stays: that an administrator wants this letter, for one.
        detail: sql`detail || ${JSON.stringify({ error: message })}::jsonb`,
      }))
      .where('id', '=', letterId)
      .where('state', '=', 'received')
      .returning('attempts')
      .executeTakeFirst()
    if (!row) return
    // Otherwise its own examination would be the next try at once.
    await forgetApart(tx, letterId)
    const waitSeconds = retryAfterSeconds[row.attempts - 1]
    if (waitSeconds !== undefined) {
      const runAt = new Date(now.getTime() + waitSeconds * 1000)
      await enqueue(
        tx,
        'email.receive',
        { letterIds: [letterId], isRetry: true },
        { runAt, key: `email.receive ${letterId}` },
      )
      return
    }
    await tx
      .updateTable('inbound_letter')
      .set({ state: 'quarantined', reason: 'processing_failed', decided_at: now })
      .where('id', '=', letterId)
      .execute()
    const actor = { kind: 'system', id: null } as const
    await notify(tx, { topic: 'mail' })
    await recordEvent(tx, { type: 'letter.quarantined', at: now, actor, data: { letterId, error: message } })
  })
  desk.log.warn({ letterId, error: message }, 'a received letter could not be processed')
}
