import type { Db } from '#server/platform/database/open-database.ts'
import { mergedTicketIds } from '#server/tickets/index.ts'
import type { ChatVisitorRow } from '../tables.ts'
import { type Conversation, conversationOf } from '../visitor.ts'

/** A browser that was heard of within this is still there. */
const hereMs = 90_000

/** Whether one of a visitor's widgets is open. */
export function isHere(visitor: { seen_at: Date; left_at: Date | null }, now: Date): boolean {
  return visitor.left_at === null && now.getTime() - visitor.seen_at.getTime() < hereMs
}

/** The conversation that lies in a ticket, also one that came with a merged ticket; null where there is none. */
export async function chatOfTicket(
  db: Db,
  ticketId: number,
): Promise<{ visitor: ChatVisitorRow; conversation: Conversation } | null> {
  const visitors = await db
    .selectFrom('chat_conversation')
    .innerJoin('chat_visitor', 'chat_visitor.id', 'chat_conversation.visitor_id')
    .selectAll('chat_visitor')
    .where('chat_conversation.ticket_id', 'in', mergedTicketIds(ticketId))
    .orderBy('chat_conversation.ticket_id', 'desc')
    .limit(5)
    .execute()
  for (const visitor of visitors) {
    const conversation = await conversationOf(db, visitor)
    if (conversation?.liveId === ticketId) return { visitor, conversation }
  }
  return null
}
