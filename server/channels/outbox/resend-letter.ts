import { sql } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import { createMessageId } from '#server/channels/email/thread-token.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { markDelivery, mustSee } from '#server/tickets/index.ts'
import { outboxText } from './search-text.ts'

/**
 * Sends a reply's letter once more as a letter of its own: a new Message-ID, so that no server takes it for the one
 * it has, to the reply's recipients or to other addresses instead. The letter before it stays as it was; the reply
 * shows what becomes of the new one. Answers its id.
 */
export async function resendLetter(
  tx: Tx,
  tokenKey: Uint8Array,
  actor: Actor,
  input: { id: number; to: readonly string[] | null },
  now: Date,
): Promise<number> {
  const letter = await lockResendable(tx, actor, input.id)
  const partId = await nextPart(tx)
  const domain = letter.message_id.slice(letter.message_id.lastIndexOf('@') + 1)
  const messageId = createMessageId(tokenKey, { ticketId: letter.ticket_id, partId, domain })
  const to: PersonAddress[] | null =
    input.to && [...new Set(input.to)].map((address) => ({ address, name: '' }))
  const usual = [...letter.reply_to, ...letter.reply_cc, ...letter.reply_bcc]
  const { id } = await tx
    .insertInto('outbound_letter')
    .values({
      reply_id: letter.reply_id,
      ticket_id: letter.ticket_id,
      inbox_id: letter.inbox_id,
      message_id: messageId,
      resend_of_id: letter.id,
      resent_by_id: actor.agentId,
      to_addresses: to && JSON.stringify(to),
      part_id: partId,
      search_text: outboxText({ subject: letter.subject, recipients: to ?? usual, messageId }),
      next_try_at: now,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await markDelivery(tx, letter.reply_id, { state: 'queued' }, now)
  await recordEvent(tx, {
    type: 'reply.resent',
    at: now,
    actor: agentActor(actor),
    ticketId: letter.ticket_id,
    data: { replyId: letter.reply_id, to: (to ?? letter.reply_to).map(({ address }) => address) },
  })
  const key = `message.send ${letter.reply_id}`
  await enqueue(tx, 'message.send', { replyId: letter.reply_id }, { key })
  return id
}

/** The newest letter of its reply, when nothing is on its way; locked with the reply, so that one goes at a time. */
async function lockResendable(tx: Tx, actor: Actor, id: number) {
  const letter = found(
    await tx
      .selectFrom('outbound_letter')
      .innerJoin('reply', 'reply.id', 'outbound_letter.reply_id')
      .innerJoin('ticket', 'ticket.id', 'outbound_letter.ticket_id')
      .selectAll('outbound_letter')
      .select(['ticket.subject', 'reply.to_addresses as reply_to', 'reply.cc_addresses as reply_cc'])
      .select('reply.bcc_addresses as reply_bcc')
      .where('outbound_letter.id', '=', id)
      .forUpdate(['outbound_letter', 'reply'])
      .executeTakeFirst(),
  )
  await mustSee(tx, actor, letter.ticket_id)
  const newer = await tx
    .selectFrom('outbound_letter')
    .select('id')
    .where('reply_id', '=', letter.reply_id)
    .where('id', '>', id)
    .executeTakeFirst()
  if (newer || letter.state === 'queued' || letter.state === 'handing_over') fail('not_resendable')
  return letter
}

/** The number that tells this letter's Message-ID from the reply's own; no post will ever have it. */
async function nextPart(tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: number }>`select nextval('post_id_seq') as id`.execute(tx)
  return found(rows[0]).id
}
