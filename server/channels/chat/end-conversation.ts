import type { Tx } from '#server/platform/database/open-database.ts'
import { type Occurrence, recordEvent } from '#server/platform/events/record-event.ts'
import { setReplyChannel } from '#server/tickets/index.ts'
import { mailConversation } from './go-on-by-letter.ts'
import type { ChatVisitorRow } from './tables.ts'
import type { Conversation } from './visitor.ts'

/** The conversation is over for both sides, until the visitor says another line; wished for, it goes to their address. */
export async function endConversation(
  tx: Tx,
  { visitor, conversation }: { visitor: ChatVisitorRow; conversation: Conversation },
  { actor, wantsTranscript }: { actor: Occurrence['actor']; wantsTranscript: boolean },
  now: Date,
): Promise<void> {
  if (wantsTranscript && visitor.email !== null)
    await mailConversation(tx, { conversation, visitor, reason: 'transcript' }, now)
  if (conversation.isEnded) return
  await tx
    .updateTable('chat_conversation')
    .set({ ended_at: now })
    .where('ticket_id', '=', conversation.ticketId)
    .execute()
  await setReplyChannel(tx, conversation.liveId, null)
  await recordEvent(tx, { type: 'chat.ended', at: now, actor, ticketId: conversation.liveId })
}
