import { sql } from 'kysely'
import * as z from 'zod'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { AnswerWhen } from '#server/platform/events/answerers.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { words } from '#server/platform/words.ts'
import { chatOfTicket } from './desk/chat-of-ticket.ts'

const Payload = z.object({ eventId: z.int(), ticketId: z.int() })
const Change = z.object({ changes: z.object({ assigneeId: z.tuple([z.unknown(), z.int()]) }) })

/** Only a ticket in a chat that was given to somebody. */
export const mayBeHandOver: AnswerWhen = ({ data, ticketId }) =>
  Change.safeParse(data).success &&
  sql<boolean>`exists (select from ticket where id = ${ticketId} and reply_channel = 'chat')`

/**
 * A conversation went to another agent: its visitor is told who answers from now on, once, and nothing of why. Whom
 * nobody has answered yet is not told: they do not know anybody who could be followed.
 */
export async function tellHandOver(tx: Tx, payload: unknown, now: Date): Promise<void> {
  const { eventId, ticketId } = Payload.parse(payload)
  const ticket = await tx
    .selectFrom('ticket')
    .select(['assignee_id', 'is_open'])
    .where('id', '=', ticketId)
    .where('reply_channel', '=', 'chat')
    .forUpdate()
    .executeTakeFirst()
  const chat = ticket && (await chatOfTicket(tx, ticketId))
  if (!chat || chat.conversation.isEnded || ticket.assignee_id === null) return
  const event = await tx.selectFrom('event').select('data').where('id', '=', eventId).executeTakeFirst()
  const change = Change.safeParse(event?.data)
  // Given on since then: that is told by its own event.
  if (!change.success || change.data.changes.assigneeId[1] !== ticket.assignee_id) return
  const { rows } = await sql<{ agent_id: number | null; name: string }>`
    select (select agent_id from (
        select id, agent_id from reply where ticket_id = ${ticketId} and channel = 'chat' and agent_id is not null
        union all select id, agent_id from chat_notice where ticket_id = ${ticketId}
      ) as said order by id desc limit 1) as agent_id, name
    from agent where id = ${ticket.assignee_id}`.execute(tx)
  const [last] = rows
  if (!last || last.agent_id === null || last.agent_id === ticket.assignee_id) return
  const { t } = words(chat.visitor.language)
  await tx
    .insertInto('chat_notice')
    .values({
      ticket_id: ticketId,
      agent_id: ticket.assignee_id,
      event_id: eventId,
      text: t('chatDefaults.handedOver', { name: last.name }),
      at: now,
    })
    .onConflict((conflict) => conflict.column('event_id').doNothing())
    .execute()
  await notify(tx, { topic: 'chat', ticketId })
}
