import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { markDelivery, mustSee } from '#server/tickets/index.ts'
import { currentLetter } from './outbox/superseded.ts'
import { writeAgain } from './outbox/write-again.ts'
import type { OutboundLetterRow } from './tables.ts'

/**
 * Sends a reply again that failed, or of which nobody knows whether it arrived: a person has decided that twice
 * is better than not at all. One that never got through, or may have, is the same letter under the same Message-ID.
 * One that was taken and came back is a new letter: the old one stands in mailboxes of sent letters, and in the
 * memory of servers that drop what they have seen. Recipients who have it already are left out unless it came back
 * from them. Answers the id of the letter on its way; null where none is written yet.
 */
export async function resendReply(
  tx: Tx,
  tokenKey: Uint8Array,
  actor: Actor,
  replyId: number,
  now: Date,
): Promise<number | null> {
  const reply = found(
    await tx
      .selectFrom('reply')
      .select(['ticket_id', 'delivery_state'])
      .where('id', '=', replyId)
      .forUpdate()
      .executeTakeFirst(),
  )
  await mustSee(tx, actor, reply.ticket_id)
  if (reply.delivery_state !== 'failed' && reply.delivery_state !== 'unconfirmed') fail('not_resendable')
  const letter = await currentLetter(tx, replyId).forUpdate().executeTakeFirst()
  if (letter && hasComeBack(letter)) {
    const { to_addresses: to, accepted } = letter
    return writeAgain(tx, tokenKey, actor, letter, { to, accepted }, now)
  }
  if (letter) {
    await tx
      .updateTable('outbound_letter')
      .set({ state: 'queued', attempts: 0, next_try_at: now, error: null, detail: null })
      .where('id', '=', letter.id)
      .execute()
  }
  await markDelivery(tx, replyId, { state: 'queued' }, now)
  await enqueue(tx, 'message.send', { replyId }, { key: `message.send ${replyId}` })
  return letter?.id ?? null
}

/** A server took it, and it came back. */
function hasComeBack({ state, error }: OutboundLetterRow): boolean {
  return state === 'failed' && ['bounced', 'some_bounced', 'bounced_soft'].includes(error ?? '')
}
