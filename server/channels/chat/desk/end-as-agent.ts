import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import { lockWorkableTicket, mustSee, setReplyChannel } from '#server/tickets/index.ts'
import { endConversation } from '../end-conversation.ts'
import { chatOfTicket } from './chat-of-ticket.ts'

/** An agent ends the conversation: whatever is answered from then on goes by letter. The ticket keeps its state. */
export async function endAsAgent(
  tx: Tx,
  actor: Actor,
  ticketId: number,
  { wantsTranscript }: { wantsTranscript: boolean },
  now: Date,
): Promise<void> {
  const chat = await lockChat(tx, actor, ticketId)
  await endConversation(tx, chat, { actor: agentActor(actor), wantsTranscript }, now)
}

/** What is answered goes into the chat again; who has left finds it when they come back. */
export async function resumeAsAgent(tx: Tx, actor: Actor, ticketId: number, now: Date): Promise<void> {
  const { conversation } = await lockChat(tx, actor, ticketId)
  await tx
    .updateTable('chat_conversation')
    .set({ ended_at: null })
    .where('ticket_id', '=', conversation.ticketId)
    .execute()
  await setReplyChannel(tx, ticketId, 'chat')
  await recordEvent(tx, { type: 'chat.resumed', at: now, actor: agentActor(actor), ticketId })
}

/** Visitor before ticket, as everywhere: two who lock them the other way round would wait for each other. */
async function lockChat(tx: Tx, actor: Actor, ticketId: number) {
  await mustSee(tx, actor, ticketId)
  const chat = found(await chatOfTicket(tx, ticketId))
  await tx.selectFrom('chat_visitor').select('id').where('id', '=', chat.visitor.id).forUpdate().execute()
  await lockWorkableTicket(tx, actor, ticketId)
  return found(await chatOfTicket(tx, ticketId))
}
