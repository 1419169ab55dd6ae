import type { FastifyRequest } from 'fastify'
import { VisitorToken } from '#contract/chat.ts'
import { hashToken } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { liveTicketId } from '#server/tickets/index.ts'
import type { ChatVisitorRow } from './tables.ts'

/** The token a widget sends with everything it asks. */
export function tokenOf(request: FastifyRequest): string {
  const token = VisitorToken.safeParse(request.headers['x-visitor'])
  return token.success ? token.data : fail('not_signed_in')
}

/** The visitor a token was given to; `not_signed_in` for any other. */
export async function visitorByToken(db: Db, token: string): Promise<ChatVisitorRow> {
  const row = await visitors(db, token).executeTakeFirst()
  return row ?? fail('not_signed_in')
}

/** The same, locked: what one visitor does goes one after the other. */
export async function lockVisitor(tx: Tx, token: string): Promise<ChatVisitorRow> {
  const row = await visitors(tx, token).forUpdate('chat_visitor').executeTakeFirst()
  return row ?? fail('not_signed_in')
}

function visitors(db: Db, token: string) {
  return db
    .selectFrom('chat_visitor')
    .innerJoin('chat', 'chat.id', 'chat_visitor.chat_id')
    .selectAll('chat_visitor')
    .where('token_hash', '=', hashToken(token))
    .where('chat.is_active', '=', true)
    .where('chat.archived_at', 'is', null)
}

/** A visitor's conversation, and the ticket it is in now. */
export interface Conversation {
  /** Where it began. */
  ticketId: number
  /** Where it is: a ticket can go into another of the same customer. */
  liveId: number
  receivedId: number
  readId: number
  mailedId: number
  isEnded: boolean
}

/**
 * The visitor's latest conversation; of somebody the site has signed in, the latest in any browser. Null before the
 * first, and for one that went into somebody else's ticket: that one is not theirs to read.
 */
export async function conversationOf(
  db: Db,
  visitor: Pick<ChatVisitorRow, 'id' | 'chat_id' | 'customer_id' | 'is_identified'>,
): Promise<Conversation | null> {
  if (visitor.customer_id === null) return null
  const last = await db
    .selectFrom('chat_conversation as conversation')
    .innerJoin('chat_visitor', 'chat_visitor.id', 'conversation.visitor_id')
    .select(['conversation.ticket_id', 'received_post_id', 'read_post_id', 'ended_at', 'mailed_post_id'])
    .$if(!visitor.is_identified, (qb) => qb.where('conversation.visitor_id', '=', visitor.id))
    .$if(visitor.is_identified, (qb) =>
      qb
        .where('chat_visitor.chat_id', '=', visitor.chat_id)
        .where('chat_visitor.customer_id', '=', visitor.customer_id)
        .where('chat_visitor.is_identified', '=', true),
    )
    .orderBy('conversation.ticket_id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!last) return null
  const live = await db
    .selectFrom('ticket')
    .select(['id', 'is_open'])
    .where('id', '=', liveTicketId(last.ticket_id))
    .where('customer_id', '=', visitor.customer_id)
    .executeTakeFirst()
  if (!live) return null
  return {
    ticketId: last.ticket_id,
    liveId: live.id,
    receivedId: last.received_post_id,
    readId: last.read_post_id,
    mailedId: last.mailed_post_id,
    isEnded: last.ended_at !== null || !live.is_open,
  }
}
