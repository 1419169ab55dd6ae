import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

export interface PostText {
  ticketId: number
  text: string
  isNote: boolean
}

/** Of a long conversation only the newest posts of each kind are read, and of a long post its beginning. */
const MOST_POSTS = 20
const LONGEST_POST = 8000

/** What was said in these tickets, newest first; notes only for those who may read them. */
export async function loadPosts(
  db: Db,
  ticketIds: readonly number[],
  withNotes: boolean,
): Promise<PostText[]> {
  const { rows } = await sql<PostText>`
    select ticket.id as "ticketId", post.text, post.is_note as "isNote"
    from unnest(${ticketIds}::bigint[]) as ticket (id), lateral (
      (select id, left(text, ${LONGEST_POST}::int) as text, false as is_note
       from customer_message where ticket_id = ticket.id order by id desc limit ${MOST_POSTS}::int)
      union all
      (select id, left(text, ${LONGEST_POST}::int), false
       from reply where ticket_id = ticket.id order by id desc limit ${MOST_POSTS}::int)
      union all
      (select id, left(text, ${LONGEST_POST}::int), true
       from note where ${withNotes}::boolean and ticket_id = ticket.id order by id desc limit ${MOST_POSTS}::int)
    ) as post
    order by post.id desc`.execute(db)
  return rows
}
