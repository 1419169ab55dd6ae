import type { OutboxKind } from '#contract/outbox.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { cancelReply, markDelivery, mustSee } from '#server/tickets/index.ts'
import { findOutboxRow } from './find-outbox-letter.ts'
import { currentLetter } from './superseded.ts'

/**
 * Stops a letter that no server has been given yet; `not_cancellable` when it is too late. A reply that was being sent
 * once more is then again what its earlier letter came to.
 */
export async function cancelLetter(
  tx: Tx,
  actor: Actor,
  kind: OutboxKind,
  id: number,
  now: Date,
): Promise<void> {
  const row = await findOutboxRow(tx, kind, id)
  if (row.kind === 'system') return cancelSystem(tx, row.id)
  if (row.reply_id === null || row.ticket_id === null) fail('not_cancellable')
  await mustSee(tx, actor, row.ticket_id)
  if (await isStillWaiting(tx, row.reply_id)) {
    await cancelReply(tx, actor, row.reply_id, { isReturned: false }, now)
    return
  }
  // The sender takes the reply's row before it enters a letter, and the letter's before the final dot.
  const reply = found(
    await tx
      .selectFrom('reply')
      .select('delivery_state')
      .where('id', '=', row.reply_id)
      .forUpdate()
      .executeTakeFirst(),
  )
  const stopped = await tx
    .updateTable('outbound_letter')
    .set({ state: 'cancelled' })
    .where('reply_id', '=', row.reply_id)
    .where('state', '=', 'queued')
    .returning(['id', 'accepted'])
    .executeTakeFirst()
  // Not written yet, and nothing else is on its way: the reply itself is what is stopped.
  if (!stopped && (row.kind !== 'reply' || (await hasLetter(tx, row.reply_id)))) fail('not_cancellable')
  if (reply.delivery_state !== 'queued') fail('not_cancellable')
  if (stopped) {
    const key = `letter.discardDraft ${stopped.id}`
    await enqueue(tx, 'letter.discardDraft', { letterId: stopped.id }, { key })
  }
  await markDelivery(tx, row.reply_id, await outcomeWithout(tx, row.reply_id, stopped?.accepted ?? []), now)
  await recordEvent(tx, {
    type: 'reply.stopped',
    at: now,
    actor: agentActor(actor),
    ticketId: row.ticket_id,
    data: { replyId: row.reply_id },
  })
}

/** What a reply has come to when the letter on its way was stopped, which `accepted` have all the same. */
async function outcomeWithout(
  tx: Tx,
  replyId: number,
  accepted: readonly string[],
): Promise<Parameters<typeof markDelivery>[2]> {
  // Some recipients have it: that is a letter sent to some, not one that never left.
  if (accepted.length > 0) return { state: 'failed', error: 'some_refused' }
  const earlier = await currentLetter(tx, replyId).executeTakeFirst()
  const { state } = earlier ?? {}
  if (state !== 'sent' && state !== 'failed' && state !== 'unconfirmed') return { state: 'cancelled' }
  return { state, error: earlier?.error, detail: earlier?.detail, sentAt: earlier?.sent_at }
}

/** Its writer may still take it back, and what it changed on the ticket is then put back too. */
async function isStillWaiting(tx: Tx, replyId: number): Promise<boolean> {
  const waiting = await tx
    .selectFrom('reply')
    .select('id')
    .where('id', '=', replyId)
    .where('send_at', 'is not', null)
    .where('released_at', 'is', null)
    .executeTakeFirst()
  return waiting !== undefined
}

async function hasLetter(tx: Tx, replyId: number): Promise<boolean> {
  const letter = await tx
    .selectFrom('outbound_letter')
    .select('id')
    .where('reply_id', '=', replyId)
    .executeTakeFirst()
  return letter !== undefined
}

async function cancelSystem(tx: Tx, id: number): Promise<void> {
  const stopped = await tx
    .updateTable('system_letter')
    .set({ state: 'cancelled' })
    .where('id', '=', id)
    .where('state', '=', 'queued')
    .executeTakeFirst()
  if (stopped.numUpdatedRows === 0n) fail('not_cancellable')
}
