import { sql } from 'kysely'
import type { StatusCategory } from '#contract/desk.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { defaultStatusId } from './queries.ts'
import type { TicketRow } from './tables.ts'
import { snippetOf, statusTimes } from './ticket.ts'

/** What a ticket was before its last post went; kept in the event, so that it can be that again. */
export interface Emptied {
  statusId: number
  statusCategory: StatusCategory
}

interface Rest {
  last_post_id: number
  posts: number
  text: string | null
  waiting_since: Date | null
}

/**
 * Counts a ticket anew after a message has left it. Without any post left it is closed and leads to where the
 * message went, so that whoever answers its old letters is heard there; its former status is then answered.
 */
export async function leaveTicket(
  tx: Tx,
  ticket: TicketRow,
  toTicketId: number,
  now: Date,
): Promise<Emptied | null> {
  const { rows } = await sql<Rest>`
    with post as (
      select id, text, true as is_public from customer_message where ticket_id = ${ticket.id}
      union all select id, text, true from reply where ticket_id = ${ticket.id}
      union all select id, text, false from note where ticket_id = ${ticket.id}
    )
    select coalesce(max(id), 0) as last_post_id, count(*)::int as posts,
      (select text from post where is_public order by id desc limit 1) as text,
      (select min(created_at) from customer_message where ticket_id = ${ticket.id} and id >
        (select coalesce(max(id), 0) from reply where ticket_id = ${ticket.id} and not is_automatic)) as waiting_since
    from post`.execute(tx)
  const rest = rows[0] ?? { last_post_id: 0, posts: 0, text: null, waiting_since: null }
  const isEmpty = rest.posts === 0
  await tx
    .updateTable('ticket')
    .set((eb) => ({
      last_post_id: rest.last_post_id,
      post_count: rest.posts,
      snippet: snippetOf(rest.text ?? ''),
      // Nobody begins to wait because something was taken away.
      waiting_since: ticket.waiting_since === null ? null : rest.waiting_since,
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', ticket.id)
    .execute()
  if (!isEmpty) return null
  await tx
    .updateTable('ticket')
    .set({
      status_id: await defaultStatusId(tx, 'closed'),
      status_category: 'closed',
      ...statusTimes(ticket, 'closed', now),
      merged_into_id: toTicketId,
      waiting_since: null,
    })
    .where('id', '=', ticket.id)
    .execute()
  return { statusId: ticket.status_id, statusCategory: ticket.status_category }
}
