import type { OutboxKind } from '#contract/outbox.ts'
import { resendReply } from '#server/channels/resend-reply.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { mustSee } from '#server/tickets/index.ts'
import { findOutboxRow } from './find-outbox-letter.ts'

/** A row of the outbox. */
interface Place {
  kind: OutboxKind
  id: number
}

/**
 * Tries a letter now: one that waits for its next try, one that failed, or one in doubt that a person wants to go
 * again although it may have arrived. It is the same letter, under its own Message-ID, unless it was taken and came
 * back. Answers where the letter on its way stands.
 */
export async function retryLetter(
  tx: Tx,
  tokenKey: Uint8Array,
  actor: Actor,
  { kind, id }: Place,
  now: Date,
): Promise<Place> {
  const row = await findOutboxRow(tx, kind, id)
  if (row.kind === 'system') {
    await retrySystem(tx, id)
    return { kind, id }
  }
  if (row.reply_id === null || row.ticket_id === null || !row.is_newest) fail('not_resendable')
  if (row.kind === 'reply' || row.state !== 'queued') {
    const letterId = await resendReply(tx, tokenKey, actor, row.reply_id, now)
    return letterId === null ? { kind, id } : { kind: 'letter', id: letterId }
  }
  await mustSee(tx, actor, row.ticket_id)
  const waiting = await tx
    .updateTable('outbound_letter')
    .set({ next_try_at: now })
    .where('id', '=', row.id)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  if (waiting.numUpdatedRows === 0n) fail('not_resendable')
  await enqueue(
    tx,
    'message.send',
    { replyId: row.reply_id },
    { runAt: now, key: `message.send ${row.reply_id}` },
  )
  return { kind: 'letter', id: row.id }
}

async function retrySystem(tx: Tx, id: number): Promise<void> {
  const queued = await tx
    .updateTable('system_letter')
    .set({ state: 'queued', error: null })
    .where('id', '=', id)
    .where('state', 'in', ['queued', 'failed'])
    .executeTakeFirst()
  if (queued.numUpdatedRows === 0n) fail('not_resendable')
  await enqueue(tx, 'letter.sendSystem', { letterId: id }, { key: `letter.sendSystem ${id}` })
}
