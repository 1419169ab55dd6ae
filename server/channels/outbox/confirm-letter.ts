import { queueSentCopy } from '#server/channels/email/copies/queue-sent-copy.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { markDelivery, mustSee } from '#server/tickets/index.ts'
import { isSuperseded } from './superseded.ts'

/**
 * A person knows that a letter in doubt has arrived: it counts as sent, and nothing is sent again. Of a reply that was
 * sent once more since, the newer letter tells: `letter_superseded`.
 */
export async function confirmLetter(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const letter = found(
    await tx
      .selectFrom('outbound_letter')
      .select(['id', 'inbox_id', 'reply_id', 'ticket_id', 'state', 'handed_over_at'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst(),
  )
  await mustSee(tx, actor, letter.ticket_id)
  if (letter.state !== 'unconfirmed') fail('not_resendable')
  if (await isSuperseded(tx, letter)) fail('letter_superseded')
  await tx
    .updateTable('outbound_letter')
    .set({ state: 'sent', error: null, detail: null, sent_at: letter.handed_over_at ?? now })
    .where('id', '=', id)
    .execute()
  await markDelivery(tx, letter.reply_id, { state: 'sent', sentAt: letter.handed_over_at }, now)
  await queueSentCopy(tx, letter, now)
  await recordEvent(tx, {
    type: 'reply.confirmed',
    at: now,
    actor: agentActor(actor),
    ticketId: letter.ticket_id,
    data: { replyId: letter.reply_id },
  })
}
