import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { markDelivery, mustSee } from '#server/tickets/index.ts'

/**
 * Sends a reply again that failed, or of which nobody knows whether it arrived: a person has decided that twice
 * is better than not at all. It is the same letter, under the same Message-ID; recipients who have it already are
 * left out unless it came back from them.
 */
export async function resendReply(tx: Tx, actor: Actor, replyId: number, now: Date): Promise<void> {
  const reply = found(
    await tx
      .selectFrom('reply')
      .select(['ticket_id', 'delivery_state', 'delivery_error'])
      .where('id', '=', replyId)
      .forUpdate()
      .executeTakeFirst(),
  )
  await mustSee(tx, actor, reply.ticket_id)
  if (reply.delivery_state !== 'failed' && reply.delivery_state !== 'unconfirmed') fail('not_resendable')
  await tx
    .updateTable('outbound_letter')
    .set({
      state: 'queued',
      attempts: 0,
      next_try_at: now,
      error: null,
      detail: null,
      ...(reply.delivery_error === 'bounced' && { accepted: [] }),
    })
    .where('id', '=', (eb) =>
      eb
        .selectFrom('outbound_letter')
        .select(eb.fn.max<number>('id').as('id'))
        .where('reply_id', '=', replyId),
    )
    .execute()
  await markDelivery(tx, replyId, { state: 'queued' }, now)
  await enqueue(tx, 'message.send', { replyId }, { key: `message.send ${replyId}` })
}
