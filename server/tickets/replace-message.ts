import type { LetterProtection } from '#contract/letter-keys.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { indexTicketText } from '#server/platform/search-index.ts'
import { type ReceivedFile, attachReceived } from './attach-files.ts'
import type { ReceivedMessage } from './receive-message.ts'
import { snippetOf } from './ticket.ts'

/** What was found out of a signed or encrypted letter, on its message. */
export async function noteProtection(tx: Tx, id: number, protection: LetterProtection): Promise<void> {
  await tx
    .updateTable('customer_message')
    .set({ protection: JSON.stringify(protection) })
    .where('id', '=', id)
    .execute()
}

type Words = Pick<ReceivedMessage, 'text' | 'html' | 'quotedText' | 'quotedHtml' | 'hasRemoteImages'>

/** Puts a message's words and files in place of those it came in with, when they could be read only later. */
export async function replaceMessage(
  tx: Tx,
  id: number,
  words: Words,
  files: ReceivedFile[],
  now: Date,
): Promise<void> {
  const { ticket_id: ticketId } = await tx
    .updateTable('customer_message')
    .set({
      text: words.text,
      html: words.html,
      quoted_text: words.quotedText,
      quoted_html: words.quotedHtml,
      has_remote_images: words.hasRemoteImages,
    })
    .where('id', '=', id)
    .returning('ticket_id')
    .executeTakeFirstOrThrow()
  await tx.deleteFrom('file').where('customer_message_id', '=', id).execute()
  await attachReceived(tx, files, id, now)
  await tx
    .updateTable('ticket')
    .set({ snippet: snippetOf(words.text) })
    .where('id', '=', ticketId)
    .where('last_post_id', '=', id)
    .execute()
  const text = [words.text, ...files.map((file) => file.name)].join('\n')
  await indexTicketText(tx, { ticketId, kind: 'public', parts: [{ weight: 'D', text }] })
  await notify(tx, { topic: 'ticket', ticketId })
}
