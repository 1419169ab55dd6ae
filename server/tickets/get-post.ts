import { type RawBuilder, sql } from 'kysely'
import type { FeedItem, FileRef } from '#contract/tickets.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { filesOf, messages, notes, type PostRow, replies } from './get-feed.ts'
import { presentPost } from './present.ts'

type Item<Kind extends FeedItem['kind']> = Extract<FeedItem, { kind: Kind }>

/** Whoever has just written the post knows whether it carries files, and saves the look. */
interface Carries {
  files: boolean
}

/** One reply as the feed shows it, for the answer to whoever has just written it. */
export function getReply(db: Db, id: number, has: Carries = { files: true }): Promise<Item<'reply'>> {
  return getPost(db, 'reply', sql`${replies} where reply.id = ${id}`, has)
}

/** One note, likewise. */
export function getNote(db: Db, id: number, has: Carries = { files: true }): Promise<Item<'note'>> {
  return getPost(db, 'note', sql`${notes} where note.id = ${id}`, has)
}

/** A customer's message, likewise. */
export function getCustomerMessage(db: Db, id: number): Promise<Item<'customer_message'>> {
  return getPost(db, 'customer_message', sql`${messages} where customer_message.id = ${id}`, { files: true })
}

async function getPost<Kind extends 'customer_message' | 'reply' | 'note'>(
  db: Db,
  kind: Kind,
  query: RawBuilder<unknown>,
  has: Carries,
): Promise<Item<Kind>> {
  const { rows } = await sql<PostRow>`${query}`.execute(db)
  const row = rows[0]
  if (!row) throw new Error(`the ${kind} is gone`)
  const files = has.files ? await filesOf(db, [row]) : new Map<string, FileRef[]>()
  return presentPost(row, files.get(`${kind} ${row.id}`) ?? []) as Item<Kind>
}
