import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { holdReply } from './hold-replies.ts'
import { isWaiting } from './lock-waiting-reply.ts'

/** All posts of a ticket, of the three kinds that share one sequence. */
export async function postIdsOf(tx: Tx, ticketId: number): Promise<number[]> {
  const { rows } = await sql<{ id: number }>`
    select id from customer_message where ticket_id = ${ticketId}
    union all select id from reply where ticket_id = ${ticketId}
    union all select id from note where ticket_id = ${ticketId}
    order by id`.execute(tx)
  return rows.map((row) => row.id)
}

/** Puts those of the posts that stand in one ticket into another; their files go with them. */
export async function carryPosts(
  tx: Tx,
  postIds: readonly number[],
  fromId: number,
  toId: number,
): Promise<void> {
  for (const table of ['customer_message', 'reply', 'note'] as const) {
    await tx
      .updateTable(table)
      .set({ ticket_id: toId })
      .where('ticket_id', '=', fromId)
      .where('id', '=', sql<number>`any(${[...postIds]}::bigint[])`)
      .execute()
  }
}

/**
 * Answers that still waited in a ticket that has gone into this one: they were written for another conversation, so a
 * person decides about each. One that could be undone had moved its ticket on, which is over now.
 */
export async function holdCarried(
  tx: Tx,
  postIds: readonly number[],
  ticketId: number,
  now: Date,
): Promise<void> {
  const replies = await tx
    .selectFrom('reply')
    .selectAll()
    .where('ticket_id', '=', ticketId)
    .where('id', '=', sql<number>`any(${[...postIds]}::bigint[])`)
    .orderBy('id')
    .execute()
  for (const reply of replies) {
    if (!isWaiting(reply) || reply.delivery_state === 'held') continue
    await tx
      .updateTable('reply')
      .set({ moved: null, ...(reply.moved && { after_status_id: null }) })
      .where('id', '=', reply.id)
      .execute()
    await holdReply(tx, reply, 'ticket_merged', now)
  }
}
