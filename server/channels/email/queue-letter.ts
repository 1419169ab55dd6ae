import type { OutboundLetterRow } from '#server/channels/tables.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { markDelivery } from '#server/tickets/index.ts'
import type { EmailDesk } from './email-desk.ts'
import { type OutgoingInbox, outgoingInbox } from './outgoing-server.ts'
import { createMessageId } from './thread-token.ts'

export interface QueuedLetter {
  letter: OutboundLetterRow
  inbox: OutgoingInbox
}

/**
 * The reply's letter in the outbox, entered before the first try with the Message-ID it keeps; an entry that is
 * there already is taken as it is. Null when there is nothing to send through, which the reply then says, or when
 * the letter waits for nobody any more.
 */
export async function queueLetter(desk: EmailDesk, replyId: number): Promise<QueuedLetter | null> {
  const now = desk.clock.now()
  return inTransaction(desk.database.db, async (tx) => {
    const reply = await tx
      .selectFrom('reply')
      .select(['ticket_id', 'inbox_id'])
      .where('id', '=', replyId)
      // One that waits, or was cancelled, has no letter, whoever asks.
      .where('delivery_state', '=', 'queued')
      .where((eb) => eb.or([eb('send_at', 'is', null), eb('released_at', 'is not', null)]))
      .executeTakeFirst()
    if (!reply) return null
    const known = await tx
      .selectFrom('outbound_letter')
      .selectAll()
      .where('reply_id', '=', replyId)
      .executeTakeFirst()
    if (known && known.state !== 'queued') return null
    const inbox = await outgoingInbox(tx, desk.secrets, known?.inbox_id ?? reply.inbox_id)
    if (!inbox) {
      await tx.deleteFrom('outbound_letter').where('reply_id', '=', replyId).execute()
      await markDelivery(tx, replyId, { state: 'failed', error: 'no_outgoing_server' }, now)
      return null
    }
    if (known) return { letter: known, inbox }
    const domain = inbox.address.slice(inbox.address.lastIndexOf('@') + 1)
    const letter = await tx
      .insertInto('outbound_letter')
      .values({
        reply_id: replyId,
        ticket_id: reply.ticket_id,
        inbox_id: inbox.id,
        message_id: createMessageId(desk.tokenKey, { ticketId: reply.ticket_id, partId: replyId, domain }),
        next_try_at: now,
        created_at: now,
      })
      .onConflict((conflict) => conflict.column('reply_id').doNothing())
      .returningAll()
      .executeTakeFirst()
    return letter ? { letter, inbox } : null
  })
}
