import type { DkimKey } from '#contract/dkim.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { deskChanged } from '#server/tickets/index.ts'
import { presentDkimKey } from './present-dkim-key.ts'
import type {} from './tables.ts'

export async function listDkimKeys(db: Db): Promise<{ items: DkimKey[] }> {
  const rows = await db.selectFrom('dkim_key').selectAll().orderBy('id', 'desc').execute()
  return { items: rows.map(presentDkimKey) }
}

/** Signs with a key from now on, or no more. */
export async function updateDkimKey(
  tx: Tx,
  actor: Actor,
  id: number,
  { isOn }: { isOn: boolean },
  now: Date,
): Promise<DkimKey> {
  const row = await tx
    .updateTable('dkim_key')
    .set({ is_on: isOn })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirst()
  const { domain, selector } = found(row)
  await deskChanged(tx, actor, 'dkim_key.updated', { domain, selector, isOn }, now)
  return presentDkimKey(found(row))
}

/** Forgets a key for good; letters that were signed with it are verified by its record as before. */
export async function deleteDkimKey(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const row = await tx
    .deleteFrom('dkim_key')
    .where('id', '=', id)
    .returning(['domain', 'selector'])
    .executeTakeFirst()
  await deskChanged(tx, actor, 'dkim_key.deleted', { ...found(row) }, now)
}
