import type { OutboxKind } from '#contract/outbox.ts'
import { resendReply } from '#server/channels/resend-reply.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { mustSee } from '#server/tickets/index.ts'
import { findOutboxRow } from './find-outbox-letter.ts'

/**
 * Tries the same letter now, under its own Message-ID: one that waits for its next try, one that failed, or one in
 * doubt that a person wants to go again although it may have arrived.
 */
export async function retryLetter(
  tx: Tx,
  actor: Actor,
  kind: OutboxKind,
  id: number,
  now: Date,
): Promise<void> {
  const row = await findOutboxRow(tx, kind, id)
  if (row.kind === 'system') return retrySystem(tx, id)
  if (row.reply_id === null || row.ticket_id === null || !row.is_newest) fail('not_resendable')
  if (row.kind === 'reply' || row.state !== 'queued') return resendReply(tx, actor, row.reply_id, now)
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
