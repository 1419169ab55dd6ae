import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Query } from '#server/platform/language.ts'

export interface PostText {
  ticketId: number
  text: string
}

/** Of a long conversation only the newest posts of each kind are looked at, and of a long post its beginning. */
const MOST_POSTS = 50
const LONGEST_POST = 8000
/** How many posts of a ticket come back: one of them nearly always holds what was found. */
const BEST_POSTS = 3
/** Letters that most forms of a word have in common. */
const STEM = 4

/**
 * The posts of these tickets that look most like the query: those in which most of its words begin as typed, the newest of
 * equals. Only a guess, to save reading everything: which words are really there is for `highlight` to say. Of a ticket
 * found by a note, its notes; of any other, what the customer sees too.
 */
export async function loadPosts(
  db: Db,
  hits: readonly { ticketId: number; isFromNote: boolean }[],
  query: Query,
): Promise<PostText[]> {
  const ids = hits.map((hit) => hit.ticketId)
  const fromNote = hits.map((hit) => hit.isFromNote)
  const { rows } = await sql<PostText>`
    select ticket.id as "ticketId", post.text
    from unnest(${ids}::bigint[], ${fromNote}::boolean[]) as ticket (id, is_from_note), lateral (
      select id, left(text, ${LONGEST_POST}::int) as text,
        (select count(*) from unnest(${patterns(query)}::text[]) as pattern where lower(text) like pattern) as likeness
      from (
        (select id, text from customer_message
         where not ticket.is_from_note and ticket_id = ticket.id order by id desc limit ${MOST_POSTS}::int)
        union all
        (select id, text from reply
         where not ticket.is_from_note and ticket_id = ticket.id and delivery_state <> 'cancelled' order by id desc limit ${MOST_POSTS}::int)
        union all
        (select id, text from note
         where ticket.is_from_note and ticket_id = ticket.id order by id desc limit ${MOST_POSTS}::int)
      ) as any_post
      order by likeness desc, id desc limit ${BEST_POSTS}::int
    ) as post
    order by post.likeness desc, post.id desc`.execute(db)
  return rows
}

function patterns({ clauses }: Query): string[] {
  const stems = clauses.flatMap(({ terms, whole }) =>
    terms.length === 0 && whole !== undefined ? [whole] : terms.map((term) => term.word.slice(0, STEM)),
  )
  return stems.map((stem) => `%${stem.replace(/[\\%_]/g, '\\$&')}%`)
}
