import type { PersonAddress } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'

interface AutomaticReply {
  ticketId: number
  inboxId: number
  to: PersonAddress
  subject: string
  html: string
  text: string
}

/**
 * The desk answers by itself. Nobody has answered by that: the customer still waits, the status stays, nothing
 * becomes unread, and its words, which are the same on every ticket, are not searched. Answers the reply's id.
 */
export async function addAutomaticReply(tx: Tx, input: AutomaticReply, now: Date): Promise<number> {
  const { ticketId, inboxId, to, subject, html, text } = input
  const { id } = await tx
    .insertInto('reply')
    .values({
      ticket_id: ticketId,
      is_automatic: true,
      channel: 'email',
      inbox_id: inboxId,
      created_at: now,
      subject,
      text,
      html,
      to_addresses: JSON.stringify([to]),
      cc_addresses: '[]',
      bcc_addresses: '[]',
      delivery_state: 'queued',
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tx
    .updateTable('ticket')
    .set((eb) => ({ post_count: eb('post_count', '+', 1) }))
    .where('id', '=', ticketId)
    .execute()
  const actor = { kind: 'system', id: null } as const
  await recordEvent(tx, { type: 'reply.created', at: now, actor, ticketId, data: { replyId: id } })
  return id
}
