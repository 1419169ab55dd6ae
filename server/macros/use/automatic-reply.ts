import { blockedAmong } from '#server/customers/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { addAutomaticReply, type By, defaultRecipients } from '#server/tickets/index.ts'
import { takePictures } from '../pictures/take-pictures.ts'
import type { MacroFileRow } from '../tables.ts'
import { receivedFile } from './take-macro.ts'

/**
 * The desk answers a ticket's customer by itself, and only them. Answers the reply's id; ends with `no_recipient`, with
 * `recipient_blocked` or with `no_inbox`, before anything is written. Whether the desk may answer at all, of how many
 * answers were given already and whether a machine wrote last, is for the caller to decide.
 */
export async function replyAutomatically(
  tx: Tx,
  ticketId: number,
  words: {
    html: string
    text: string
    files?: readonly MacroFileRow[]
    /** Of the macro whose words they are. */
    pictures?: readonly MacroFileRow[]
  },
  by: By,
  now: Date,
): Promise<number> {
  const ticket = found(
    await tx
      .selectFrom('ticket')
      .select(['id', 'customer_id', 'inbox_id'])
      .where('id', '=', ticketId)
      .executeTakeFirst(),
  )
  const [to] = (await defaultRecipients(tx, ticket)).to
  if (!to) return fail('no_recipient')
  if ((await blockedAmong(tx, [to.address], now)).length > 0) fail('recipient_blocked')
  const inboxId = ticket.inbox_id ?? (await firstInbox(tx)) ?? fail('no_inbox')
  const { html, files } = await takePictures(
    tx,
    null,
    { html: words.html, pictures: words.pictures ?? [] },
    now,
  )
  return addAutomaticReply(
    tx,
    {
      ticketId,
      inboxId,
      to,
      subject: null,
      html,
      text: words.text,
      pictureIds: files.map(({ id }) => id),
      files: (words.files ?? []).map(receivedFile),
      ...(by.cause && { cause: by.cause }),
    },
    now,
  )
}

/** The desk's oldest that works, as for a ticket nobody wrote to by letter. */
async function firstInbox(tx: Tx): Promise<number | null> {
  const row = await tx
    .selectFrom('inbox')
    .select('id')
    .where('archived_at', 'is', null)
    .where('is_active', '=', true)
    .orderBy('id')
    .executeTakeFirst()
  return row?.id ?? null
}
