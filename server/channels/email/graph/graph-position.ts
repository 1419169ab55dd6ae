import { createHash } from 'node:crypto'
import type { Db } from '#server/platform/database/open-database.ts'

/** Where the next look at a folder begins: the link Graph gave last; null before the first look. */
export async function readLink(db: Db, inboxId: number, folder: string): Promise<string | null> {
  const row = await db
    .selectFrom('graph_position')
    .select('link')
    .where('inbox_id', '=', inboxId)
    .where('folder', '=', folder)
    .executeTakeFirst()
  return row?.link ?? null
}

export async function writeLink(db: Db, inboxId: number, folder: string, link: string): Promise<void> {
  await db
    .insertInto('graph_position')
    .values({ inbox_id: inboxId, folder, link })
    .onConflict((conflict) => conflict.columns(['inbox_id', 'folder']).doUpdateSet({ link }))
    .execute()
}

/** The link is worth nothing any more: the next look sees the whole folder. */
export async function forgetLink(db: Db, inboxId: number, folder: string): Promise<void> {
  await db.deleteFrom('graph_position').where('inbox_id', '=', inboxId).where('folder', '=', folder).execute()
}

export function hashId(id: string): Buffer {
  return createHash('sha256').update(id).digest()
}

/** Those of the ids that are not in the ledger yet. */
export async function unknownIds(db: Db, inboxId: number, ids: readonly string[]): Promise<Set<string>> {
  if (ids.length === 0) return new Set()
  const rows = await db
    .selectFrom('graph_letter')
    .select('id_hash')
    .where('inbox_id', '=', inboxId)
    .where('id_hash', 'in', ids.map(hashId))
    .execute()
  const known = new Set(rows.map((row) => row.id_hash.toString('hex')))
  return new Set(ids.filter((id) => !known.has(hashId(id).toString('hex'))))
}

/** Remembers ids as fetched; `isToTidy`: something remains to be done with them in the mailbox. */
export async function keepIds(
  db: Db,
  inboxId: number,
  ids: readonly string[],
  isToTidy: boolean,
): Promise<void> {
  if (ids.length === 0) return
  await db
    .insertInto('graph_letter')
    .values(ids.map((id) => ({ inbox_id: inboxId, id_hash: hashId(id), to_tidy: isToTidy ? id : null })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
