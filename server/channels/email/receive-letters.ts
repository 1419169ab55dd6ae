import * as z from 'zod'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import type { EmailDesk } from './email-desk.ts'
import { processLetter, processTogether } from './process-letter.ts'

const Payload = z.object({ letterIds: z.array(z.int()) })

/** Seconds before the next try of a letter that failed; after the last one it is put aside. */
const retryAfterSeconds = [10, 60, 300, 1800]

/**
 * The job `email.receive`: letters from the ledger, in the order they came. A letter that cannot be processed
 * holds nobody up: it is tried again later and in the end put aside, visibly. Throws only when the ledger itself
 * cannot be written, and is then repeated whole.
 */
export async function receiveLetters(desk: EmailDesk, payload: unknown): Promise<void> {
  const { letterIds } = Payload.parse(payload)
  if (await processTogether(desk, letterIds)) return
  for (const letterId of letterIds) {
    try {
      await processLetter(desk, letterId)
    } catch (error) {
      await putBack(desk, letterId, error)
    }
  }
}

async function putBack(desk: EmailDesk, letterId: number, error: unknown): Promise<void> {
  const now = desk.clock.now()
  const message = (error instanceof Error ? error.message : String(error)).replaceAll('\0', '').slice(0, 2000)
  await inTransaction(desk.database.db, async (tx) => {
    const row = await tx
      .updateTable('inbound_letter')
      .set((eb) => ({ attempts: eb('attempts', '+', 1), detail: JSON.stringify({ error: message }) }))
      .where('id', '=', letterId)
      .where('state', '=', 'received')
      .returning('attempts')
      .executeTakeFirst()
    if (!row) return
    const waitSeconds = retryAfterSeconds[row.attempts - 1]
    if (waitSeconds !== undefined) {
      const runAt = new Date(now.getTime() + waitSeconds * 1000)
      await enqueue(
        tx,
        'email.receive',
        { letterIds: [letterId] },
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
    await recordEvent(tx, { type: 'letter.quarantined', at: now, actor, data: { letterId, error: message } })
  })
  desk.log.warn({ letterId, error: message }, 'a received letter could not be processed')
}
