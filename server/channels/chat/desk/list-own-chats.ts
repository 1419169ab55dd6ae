import { sql } from 'kysely'
import type { OwnChat } from '#contract/chat-desk.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { ticketNumbers, visibleTickets } from '#server/tickets/index.ts'
import { isHere } from './chat-of-ticket.ts'

/** Nobody talks to more people at once. */
const atMost = 50

/** An agent's open conversations in chats, in the order in which they began, so that none jumps from under the cursor. */
export async function listOwnChats(
  db: Db,
  actor: Actor,
  now: Date,
): Promise<{ items: OwnChat[]; waiting: number }> {
  const chats = db
    .selectFrom('ticket')
    .where('ticket.reply_channel', '=', 'chat')
    .where('ticket.is_open', '=', true)
    .where(visibleTickets(actor))
  const [rows, unclaimed, numberOf] = await Promise.all([
    chats
      .where('ticket.assignee_id', '=', actor.agentId)
      .innerJoin('customer', 'customer.id', 'ticket.customer_id')
      .leftJoin('ticket_read', (join) =>
        join.onRef('ticket_read.ticket_id', '=', 'ticket.id').on('ticket_read.agent_id', '=', actor.agentId),
      )
      .leftJoin('chat_conversation', 'chat_conversation.ticket_id', 'ticket.id')
      .leftJoin('chat_visitor as visitor', 'visitor.id', 'chat_conversation.visitor_id')
      .select([
        'ticket.id',
        'ticket.snippet',
        'ticket.waiting_since',
        'customer.name',
        'visitor.seen_at',
        'visitor.left_at',
        sql<number>`(select count(*)::int from customer_message where customer_message.ticket_id = ticket.id
          and customer_message.id > coalesce(ticket_read.last_post_id, 0))`.as('unread'),
      ])
      .orderBy('ticket.id')
      .limit(atMost)
      .execute(),
    chats
      .where('ticket.assignee_id', 'is', null)
      .select((eb) => eb.fn.countAll<number>().as('count'))
      .executeTakeFirstOrThrow(),
    ticketNumbers(db),
  ])
  return {
    items: rows.map((row) => ({
      ticketId: row.id,
      number: numberOf(row.id),
      name: row.name,
      snippet: row.snippet,
      unread: row.unread,
      waitingSince: row.waiting_since?.toISOString() ?? null,
      isHere: row.seen_at !== null && isHere({ seen_at: row.seen_at, left_at: row.left_at }, now),
    })),
    waiting: unclaimed.count,
  }
}
