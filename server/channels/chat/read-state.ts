import { sql } from 'kysely'
import type { ChatState } from '#contract/chat.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { ticketNumbers } from '#server/tickets/index.ts'
import { readLines } from './read-lines.ts'
import type { ChatVisitorRow } from './tables.ts'
import { conversationOf } from './visitor.ts'

const linesOfPage = 50

/** A visitor's conversation as they see it: the newest page of lines, what came after one, or a page before one. */
export async function readState(
  db: Db,
  visitor: ChatVisitorRow,
  page: { after?: number | undefined; before?: number | undefined } = {},
): Promise<ChatState> {
  const who = { name: visitor.name, email: visitor.email, isIdentified: visitor.is_identified }
  const conversation = await conversationOf(db, visitor)
  if (!conversation) return { visitor: who, conversation: null }
  const [{ lines, hasMore }, desk, numberOf] = await Promise.all([
    readLines(db, { ticketId: conversation.liveId, email: visitor.email, ...page, limit: linesOfPage }),
    deskSide(db, conversation.liveId),
    ticketNumbers(db),
  ])
  return {
    visitor: who,
    conversation: {
      number: numberOf(conversation.liveId),
      isEnded: conversation.isEnded,
      agent: desk.agent,
      readByDeskId: desk.readId,
      readByVisitorId: conversation.readId,
      lines,
      hasEarlier: page.after === undefined && hasMore,
    },
  }
}

/** How far the desk has read a conversation, who answers, and whether it is over. */
export async function deskSide(
  db: Db,
  ticketId: number,
): Promise<{ readId: number; agent: string | null; isOver: boolean }> {
  const { rows } = await sql<{ readId: number; agent: string | null; isOver: boolean }>`
    select coalesce((select max(last_post_id) from ticket_read where ticket_id = ticket.id), 0)::bigint as "readId",
      coalesce((select agent.name from (
          select id, agent_id from reply where reply.ticket_id = ticket.id and reply.channel = 'chat'
          union all select id, agent_id from chat_notice where chat_notice.ticket_id = ticket.id
        ) as said join agent on agent.id = said.agent_id order by said.id desc limit 1),
        (select name from agent where id = ticket.assignee_id)) as agent,
      not ticket.is_open or exists (select from chat_conversation
        where chat_conversation.ticket_id = ticket.id and ended_at is not null) as "isOver"
    from ticket where id = ${ticketId}`.execute(db)
  return rows[0] ?? { readId: 0, agent: null, isOver: true }
}
