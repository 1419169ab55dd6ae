import type { PersonAddress } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import type { Cause } from '#contract/ticket-actions.ts'
import type { Stored } from '#server/platform/storage/storage.ts'

interface AutomaticReply {
  ticketId: number
  inboxId: number
  to: PersonAddress
  /** Null for the ticket's. */
  subject: string | null
  html: string
  text: string
  /** Bytes that are kept already. */
  files?: readonly { stored: Stored; name: string; mime: string }[]
  /** Pictures its words show, of `keepPictures`. */
  pictureIds?: readonly number[]
  cause?: Cause
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
  if (input.files && input.files.length > 0) {
    const rows = input.files.map(({ stored, name, mime }) => ({
      sha256: stored.sha256,
      size_bytes: stored.sizeBytes,
      name,
      mime,
      content_id: null,
      reply_id: id,
      created_at: now,
    }))
    await tx.insertInto('file').values(rows).execute()
  }
  if (input.pictureIds && input.pictureIds.length > 0)
    await tx.updateTable('file').set({ reply_id: id }).where('id', 'in', input.pictureIds).execute()
  const actor = { kind: 'system', id: null } as const
  const data = { replyId: id, ...(input.cause && { cause: input.cause }) }
  await recordEvent(tx, { type: 'reply.created', at: now, actor, ticketId, data })
  return id
}
