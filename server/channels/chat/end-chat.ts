import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { setReplyChannel } from '#server/tickets/index.ts'
import { mailConversation } from './go-on-by-letter.ts'
import { conversationOf, lockVisitor } from './visitor.ts'

/** A visitor ends the conversation, and may have it sent to the address they gave. Said again, they go on with it. */
export async function endChat(
  tx: Tx,
  token: string,
  { wantsTranscript }: { wantsTranscript: boolean },
  now: Date,
): Promise<void> {
  const visitor = await lockVisitor(tx, token)
  const conversation = await conversationOf(tx, visitor)
  if (!conversation || visitor.customer_id === null) return
  if (wantsTranscript && visitor.email !== null)
    await mailConversation(tx, { conversation, visitor, reason: 'transcript' }, now)
  if (conversation.isEnded) return
  await tx
    .updateTable('chat_conversation')
    .set({ ended_at: now })
    .where('ticket_id', '=', conversation.ticketId)
    .execute()
  await setReplyChannel(tx, conversation.liveId, null)
  await recordEvent(tx, {
    type: 'chat.ended',
    at: now,
    actor: { kind: 'customer', id: visitor.customer_id },
    ticketId: conversation.liveId,
  })
}
