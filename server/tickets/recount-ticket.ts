import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { snippetOf } from './ticket.ts'

interface Counted {
  last_post_id: number | null
  posts: number
  text: string | null
  waiting_since: Date | null
}

/**
 * Writes down anew what a ticket says of its posts, after one was taken out of it or put in from elsewhere: how many there
 * are, the last one and its words, and since when the customer waits. A reply that has not left, or never will,
 * counts for nothing. Posts are ordered by their time: old mail that was imported has younger ids than newer letters.
 */
export async function recountTicket(tx: Tx, ticketId: number): Promise<void> {
  const { rows } = await sql<Counted>`
    with post as (
      select id, created_at as at, text, 'message' as kind from customer_message where ticket_id = ${ticketId}
      union all
      select id, coalesce(released_at, created_at), text, case when is_automatic then 'automatic' else 'answer' end
      from reply where ticket_id = ${ticketId} and ${hasLeft}
      union all
      select id, created_at, text, 'note' from note where ticket_id = ${ticketId}
    ), answer as (
      select at, id from post where kind = 'answer' order by at desc, id desc limit 1
    )
    select count(*)::int as posts,
      (select id from post where kind <> 'automatic' order by at desc, id desc limit 1) as last_post_id,
      (select text from post where kind in ('message', 'answer') order by at desc, id desc limit 1) as text,
      -- Nobody begins to wait, or has waited longer, because something was taken away.
      (select min(at) from post where kind = 'message' and at >= (select waiting_since from ticket where id = ${ticketId})
        and not exists (select from answer where (answer.at, answer.id) > (post.at, post.id))) as waiting_since
    from post`.execute(tx)
  const counted = rows[0]
  await tx
    .updateTable('ticket')
    .set({
      last_post_id: counted?.last_post_id ?? 0,
      post_count: counted?.posts ?? 0,
      snippet: snippetOf(counted?.text ?? ''),
      waiting_since: counted?.waiting_since ?? null,
    })
    .where('id', '=', ticketId)
    .execute()
}

/** Of replies: on its way or gone. One that can still be undone counts, because its ticket moved on with it. */
export const hasLeft = sql<boolean>`delivery_state not in ('scheduled', 'held', 'cancelled')`
