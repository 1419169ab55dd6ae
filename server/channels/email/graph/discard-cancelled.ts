import * as z from 'zod'
import type { EmailDesk } from '#server/channels/email/email-desk.ts'
import { openGraphMailbox } from './graph-client.ts'
import { messagesIn } from './sent-items.ts'
import { discardDraft } from './write-draft.ts'

const Payload = z.object({ letterId: z.int() })

/**
 * The job `letter.discardDraft`: a letter was stopped, and nobody will send it who would put away the draft that an
 * earlier try may have left in the mailbox. Where the mailbox is no longer the desk's to write to, nothing is done.
 */
export async function discardCancelled(desk: EmailDesk, payload: unknown): Promise<void> {
  const { letterId } = Payload.parse(payload)
  const letter = await desk.database.db
    .selectFrom('outbound_letter')
    .innerJoin('inbox', 'inbox.id', 'outbound_letter.inbox_id')
    .select(['inbox_id', 'message_id'])
    .where('outbound_letter.id', '=', letterId)
    .where('state', '=', 'cancelled')
    .where('sends_by', '=', 'graph')
    .where('connection_state', '=', 'connected')
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (!letter) return
  const mailbox = await openGraphMailbox(desk, letter.inbox_id)
  for (const id of await messagesIn(mailbox, 'drafts', letter.message_id)) await discardDraft(mailbox, id)
}
