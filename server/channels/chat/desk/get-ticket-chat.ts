import type { TicketChat } from '#contract/chat-desk.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { mustSee } from '#server/tickets/index.ts'
import { chatOfTicket, isHere } from './chat-of-ticket.ts'

/** What an agent who sees the ticket knows of the chat it came from. */
export async function getTicketChat(
  db: Db,
  actor: Actor,
  ticketId: number,
  now: Date,
): Promise<TicketChat | null> {
  await mustSee(db, actor, ticketId)
  const found = await chatOfTicket(db, ticketId)
  if (!found) return null
  const { visitor, conversation } = found
  const { name } = await db
    .selectFrom('chat')
    .select('name')
    .where('id', '=', visitor.chat_id)
    .executeTakeFirstOrThrow()
  return {
    name,
    visitor: {
      name: visitor.name,
      email: visitor.email,
      isIdentified: visitor.is_identified,
      language: visitor.language,
      page: visitor.page_url === '' ? null : { url: visitor.page_url, title: visitor.page_title },
      isHere: isHere(visitor, now),
      seenAt: visitor.seen_at.toISOString(),
    },
    isEnded: conversation.isEnded,
    receivedId: conversation.receivedId,
    readId: conversation.readId,
  }
}
