import type { FastifyRequest } from 'fastify'
import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { chatOfTicket, isHere } from './desk/chat-of-ticket.ts'
import { conversationOf, tokenOf, visitorByToken } from './visitor.ts'

/** Whether a ticket's customer has its chat open; null for a ticket that is no chat. */
export async function chatPresence(db: Db, ticketId: number, now: Date): Promise<'here' | 'away' | null> {
  const chat = await chatOfTicket(db, ticketId)
  return chat && (isHere(chat.visitor, now) ? 'here' : 'away')
}

interface ChatParty {
  customerId: number
  /** Where the conversation began, and where it is now. */
  ticketIds: readonly number[]
  language: Language
}

/** Whose conversation a widget's request is about; null before the first line. `not_signed_in` for a token of nobody. */
export async function chatParty(db: Db, request: FastifyRequest): Promise<ChatParty | null> {
  const visitor = await visitorByToken(db, tokenOf(request))
  const conversation = await conversationOf(db, visitor)
  if (!conversation || visitor.customer_id === null) return null
  const ticketIds = [...new Set([conversation.ticketId, conversation.liveId])]
  return { customerId: visitor.customer_id, ticketIds, language: visitor.language }
}
