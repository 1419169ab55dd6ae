import { type RawBuilder, sql } from 'kysely'
import type { FeedItem } from '#contract/tickets.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { filesOf, notes, type PostRow, replies } from './get-feed.ts'
import { presentPost } from './present.ts'

type Item<Kind extends FeedItem['kind']> = Extract<FeedItem, { kind: Kind }>

/** One reply as the feed shows it, for the answer to whoever has just written it. */
export function getReply(db: Db, id: number): Promise<Item<'reply'>> {
  return getPost(db, 'reply', sql`${replies} where reply.id = ${id}`)
}

/** One note, likewise. */
export function getNote(db: Db, id: number): Promise<Item<'note'>> {
  return getPost(db, 'note', sql`${notes} where note.id = ${id}`)
}

async function getPost<Kind extends 'reply' | 'note'>(
  db: Db,
  kind: Kind,
  query: RawBuilder<unknown>,
): Promise<Item<Kind>> {
  const { rows } = await sql<PostRow>`${query}`.execute(db)
  const row = rows[0]
  if (!row) throw new Error(`the ${kind} is gone`)
  const files = await filesOf(db, [row])
  return presentPost(row, files.get(`${kind} ${row.id}`) ?? []) as Item<Kind>
}
