import { sql } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import { outboxText } from '#server/channels/outbox/search-text.ts'
import { currentLetter } from '#server/channels/outbox/superseded.ts'
import type { OutboundLetterRow } from '#server/channels/tables.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { markDelivery } from '#server/tickets/index.ts'
import type { EmailDesk } from '../email-desk.ts'
import { type OutgoingInbox, outgoingInbox } from './outgoing-server.ts'
import { barredFromAutomatic } from '../policy/barred-recipients.ts'
import { createMessageId } from '../threading/thread-token.ts'

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
    const [reply, known] = await Promise.all([
      lockReply(tx, replyId),
      // A reply that is sent once more has several.
      currentLetter(tx, replyId).executeTakeFirst(),
      // What a crash of the database takes back of this is done again: nothing has left yet, and the mark that is set
      // before anything leaves is kept only together with what was written before it.
      sql`set local synchronous_commit = off`.execute(tx),
    ])
    if (!reply) return null
    if (reply.is_automatic && (await isBarred(tx, reply, now))) {
      await markDelivery(tx, replyId, { state: 'failed', error: 'blocked' }, now)
      return null
    }
    if (known && known.state !== 'queued') return null
    const inbox = await outgoingInbox(tx, desk.secrets, known?.inbox_id ?? reply.inbox_id)
    if (!inbox) {
      if (known) {
        await tx
          .updateTable('outbound_letter')
          .set({ state: 'failed', error: 'no_outgoing_server' })
          .where('id', '=', known.id)
          .execute()
      }
      await markDelivery(tx, replyId, { state: 'failed', error: 'no_outgoing_server' }, now)
      return null
    }
    if (known) return { letter: known, inbox }
    const domain = inbox.address.slice(inbox.address.lastIndexOf('@') + 1)
    const messageId = createMessageId(desk.tokenKey, {
      ticketId: reply.ticket_id,
      partId: replyId,
      domain,
    })
    const letter = await tx
      .insertInto('outbound_letter')
      .values({
        reply_id: replyId,
        ticket_id: reply.ticket_id,
        inbox_id: inbox.id,
        message_id: messageId,
        search_text: outboxText({
          subject: reply.ticket_subject ?? '',
          recipients: [...reply.to_addresses, ...reply.cc_addresses, ...reply.bcc_addresses],
          messageId,
        }),
        next_try_at: now,
        created_at: now,
      })
      .onConflict((conflict) => conflict.column('reply_id').where('resend_of_id', 'is', null).doNothing())
      .returningAll()
      .executeTakeFirst()
    return letter ? { letter, inbox } : null
  })
}

function lockReply(tx: Tx, replyId: number) {
  return (
    tx
      .selectFrom('reply')
      .select(['ticket_id', 'inbox_id', 'is_automatic', 'to_addresses', 'cc_addresses', 'bcc_addresses'])
      .select((eb) =>
        eb
          .selectFrom('ticket')
          .select('ticket.subject')
          .whereRef('ticket.id', '=', 'reply.ticket_id')
          .as('ticket_subject'),
      )
      .where('id', '=', replyId)
      // One that waits, or was cancelled, has no letter, whoever asks.
      .where('delivery_state', '=', 'queued')
      .where((eb) => eb.or([eb('send_at', 'is', null), eb('released_at', 'is not', null)]))
      // Whoever cancels it comes before this or after, not in between.
      .forUpdate()
      .executeTakeFirst()
  )
}

/** Machines do not write to addresses that bounced or complained; people may, knowing it. */
async function isBarred(tx: Tx, reply: { to_addresses: PersonAddress[] }, now: Date): Promise<boolean> {
  const addresses = reply.to_addresses.map((person) => person.address)
  return (await barredFromAutomatic(tx, addresses, now)).length > 0
}
