import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import type { ReplyRow } from './tables.ts'

const system = { kind: 'system', id: null } as const

/**
 * The customer has written before a scheduled reply went, in the transaction that receives the message: the reply
 * is cancelled or held, as its writer decided. Called when there is one.
 */
export async function overtakeReplies(tx: Tx, ticketId: number, now: Date): Promise<void> {
  const replies = await tx
    .selectFrom('reply')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('delivery_state', '=', 'scheduled')
    .orderBy('id')
    .execute()
  for (const reply of replies) {
    if (reply.if_customer_writes === 'cancel') {
      await stopReply(tx, reply, 'cancelled', 'customer_wrote', now)
      await tell(tx, reply, 'customer_wrote', true)
    } else await holdReply(tx, reply, 'customer_wrote', now)
  }
}

/**
 * Keeps a reply back until a person decides. Whoever wrote it and whoever has the ticket are told, on whatever page
 * they are: it is unread again for them, and the conversation asks. `reason` is a key of `delivery` in locales/.
 */
export async function holdReply(tx: Tx, reply: ReplyRow, reason: string, now: Date): Promise<void> {
  await stopReply(tx, reply, 'held', reason, now)
  await tx
    .updateTable('ticket_read')
    .from('ticket')
    .set({ last_post_id: sql`least(ticket_read.last_post_id, ticket.last_post_id - 1)` })
    .whereRef('ticket.id', '=', 'ticket_read.ticket_id')
    .where((eb) =>
      eb.or([
        eb('ticket_read.agent_id', '=', eb.ref('ticket.assignee_id')),
        eb('ticket_read.agent_id', '=', reply.agent_id),
      ]),
    )
    .where('ticket.id', '=', reply.ticket_id)
    .execute()
  await tell(tx, reply, reason, false)
}

async function tell(tx: Tx, reply: ReplyRow, reason: string, isCancelled: boolean): Promise<void> {
  const ticket = await tx
    .selectFrom('ticket')
    .select('assignee_id')
    .where('id', '=', reply.ticket_id)
    .executeTakeFirstOrThrow()
  const agentIds = [...new Set([reply.agent_id, ticket.assignee_id])].filter((id) => id !== null)
  await notify(tx, { topic: 'reply.held', ticketId: reply.ticket_id, reason, isCancelled, agentIds })
}

async function stopReply(
  tx: Tx,
  reply: ReplyRow,
  state: 'held' | 'cancelled',
  reason: string,
  now: Date,
): Promise<void> {
  await tx
    .updateTable('reply')
    .set({ delivery_state: state, delivery_error: reason })
    .where('id', '=', reply.id)
    .execute()
  await recordEvent(tx, {
    type: `reply.${state}`,
    at: now,
    actor: system,
    ticketId: reply.ticket_id,
    data: { replyId: reply.id, reason },
  })
}
