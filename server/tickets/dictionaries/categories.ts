import { sql } from 'kysely'
import type { Names } from '#contract/common.ts'
import type { TicketCategory } from '#contract/desk.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { deskChanged } from './desk-changed.ts'

/** The category tree, flat: parents by id, siblings in the administrator's order. */
export async function listCategories(db: Db): Promise<TicketCategory[]> {
  const rows = await db
    .selectFrom('ticket_category')
    .select(['id', 'parent_id', 'names', 'position'])
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map(({ parent_id, ...row }) => ({ ...row, parentId: parent_id }))
}

async function getCategory(tx: Tx, id: number): Promise<TicketCategory> {
  return found((await listCategories(tx)).find((category) => category.id === id))
}

export async function createCategory(
  tx: Tx,
  actor: Actor,
  input: { parentId: number | null; names: Names },
  now: Date,
): Promise<TicketCategory> {
  const all = await listCategories(tx)
  if (input.parentId !== null) mustExist(all, input.parentId)
  const siblings = all.filter((category) => category.parentId === input.parentId)
  const position = Math.max(0, ...siblings.map((category) => category.position)) + 1
  const { id } = await tx
    .insertInto('ticket_category')
    .values({ parent_id: input.parentId, names: JSON.stringify(input.names), position })
    .returning('id')
    .executeTakeFirstOrThrow()
  await deskChanged(tx, actor, 'category.created', { id, names: input.names }, now)
  return getCategory(tx, id)
}

interface CategoryChanges {
  parentId?: number | null | undefined
  names?: Names | undefined
  position?: number | undefined
}

export async function updateCategory(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: CategoryChanges,
  now: Date,
): Promise<TicketCategory> {
  const all = await listCategories(tx)
  const category = found(all.find((other) => other.id === id))
  const parentId = changes.parentId === undefined ? category.parentId : changes.parentId
  if (parentId !== null) {
    mustExist(all, parentId)
    if (pathOf(all, parentId).includes(id)) loop()
  }
  await tx
    .updateTable('ticket_category')
    .set({
      parent_id: parentId,
      names: JSON.stringify(changes.names ?? category.names),
      position: changes.position ?? category.position,
    })
    .where('id', '=', id)
    .execute()
  await deskChanged(tx, actor, 'category.updated', { id, ...changes }, now)
  return getCategory(tx, id)
}

/** Archives the category and everything below it; tickets keep what they were filed under. */
export async function archiveCategory(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const category = await getCategory(tx, id)
  await sql`with recursive below as (
      select id from ticket_category where id = ${id}
      union select child.id from ticket_category child join below on child.parent_id = below.id
    ) update ticket_category set archived_at = ${now} where id in (select id from below) and archived_at is null`.execute(
    tx,
  )
  await deskChanged(tx, actor, 'category.archived', { id, names: category.names }, now)
}

function mustExist(all: TicketCategory[], id: number): void {
  if (all.every((category) => category.id !== id)) {
    fail('unknown_reference', { fields: [{ path: 'body.parentId', message: 'no such category' }] })
  }
}

/** The category and its ancestors, by id. */
function pathOf(all: TicketCategory[], id: number): number[] {
  const parent = all.find((category) => category.id === id)?.parentId ?? null
  return parent === null ? [id] : [id, ...pathOf(all, parent)]
}

function loop(): never {
  fail('invalid_input', {
    fields: [{ path: 'body.parentId', message: 'a category cannot lie below itself' }],
  })
}
