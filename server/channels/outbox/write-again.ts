import { sql } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import { createMessageId } from '#server/channels/email/threading/thread-token.ts'
import type { OutboundLetterRow } from '#server/channels/tables.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { markDelivery } from '#server/tickets/index.ts'
import { outboxText } from './search-text.ts'

interface Again {
  /** Whom it goes to instead of the reply's recipients. */
  to: PersonAddress[] | null
  /** Recipients who have it: it is not sent to them. */
  accepted: readonly string[]
}

/**
 * Sends a reply once more as a letter of its own: a new Message-ID, so that no server, no mailbox of sent letters and
 * no late report takes it for the one before. That one stays as it was; the reply shows what becomes of the new one.
 * Both letters' answers come home. Answers the new letter's id.
 */
export async function writeAgain(
  tx: Tx,
  tokenKey: Uint8Array,
  actor: Actor,
  letter: OutboundLetterRow,
  { to, accepted }: Again,
  now: Date,
): Promise<number> {
  const { reply_id: replyId, ticket_id: ticketId } = letter
  const partId = await nextPart(tx)
  const domain = letter.message_id.slice(letter.message_id.lastIndexOf('@') + 1)
  const messageId = createMessageId(tokenKey, { ticketId, partId, domain })
  const reply = await tx
    .selectFrom('reply')
    .innerJoin('ticket', 'ticket.id', 'reply.ticket_id')
    .select(['ticket.subject', 'to_addresses', 'cc_addresses', 'bcc_addresses'])
    .where('reply.id', '=', replyId)
    .executeTakeFirstOrThrow()
  const recipients = to ?? [...reply.to_addresses, ...reply.cc_addresses, ...reply.bcc_addresses]
  const { id } = await tx
    .insertInto('outbound_letter')
    .values({
      reply_id: replyId,
      ticket_id: ticketId,
      inbox_id: letter.inbox_id,
      message_id: messageId,
      resend_of_id: letter.id,
      resent_by_id: actor.agentId,
      to_addresses: to && JSON.stringify(to),
      accepted: [...accepted],
      part_id: partId,
      search_text: outboxText({ subject: reply.subject, recipients, messageId }),
      next_try_at: now,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await markDelivery(tx, replyId, { state: 'queued' }, now)
  const told = (to ?? reply.to_addresses).map(({ address }) => address)
  const missing = recipients.map(({ address }) => address).filter((address) => !accepted.includes(address))
  await recordEvent(tx, {
    type: 'reply.resent',
    at: now,
    actor: agentActor(actor),
    ticketId,
    data: { replyId, to: accepted.length === 0 ? told : missing },
  })
  await enqueue(tx, 'message.send', { replyId }, { key: `message.send ${replyId}` })
  return id
}

/** The number that tells this letter's Message-ID from the reply's own; no post will ever have it. */
async function nextPart(tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: number }>`select nextval('post_id_seq') as id`.execute(tx)
  return found(rows[0]).id
}
