import { sql } from 'kysely'
import type { MacroFolder } from '#contract/macros.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { mustKeepFolder } from '../policy.ts'

const mostFolders = 500
const deepest = 8

/** Folders of the desk and the caller's own, by name. */
export async function listFolders(db: Db, actor: Actor): Promise<MacroFolder[]> {
  const rows = await db
    .selectFrom('macro_folder')
    .selectAll()
    .where((eb) => eb.or([eb('owner_id', 'is', null), eb('owner_id', '=', actor.agentId)]))
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute()
  return rows.map((row) => ({
    id: row.id,
    parentId: row.parent_id,
    isOwn: row.owner_id !== null,
    name: row.name,
  }))
}

export async function createFolder(
  tx: Tx,
  actor: Actor,
  input: { name: string; parentId: number | null; isOwn: boolean },
): Promise<MacroFolder> {
  const owner_id = input.isOwn ? actor.agentId : null
  mustKeepFolder(actor, { owner_id })
  const all = await lockFolders(tx, actor)
  if (all.length >= mostFolders) fail('too_many_macros')
  checkParent(all, input.parentId, input.isOwn)
  const { id } = await tx
    .insertInto('macro_folder')
    .values({ name: input.name, parent_id: input.parentId, owner_id })
    .returning('id')
    .executeTakeFirstOrThrow()
  return { id, ...input }
}

export async function updateFolder(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: { name?: string | undefined; parentId?: number | null | undefined },
): Promise<MacroFolder> {
  const all = await lockFolders(tx, actor)
  const folder = kept(actor, all, id)
  const parentId = changes.parentId === undefined ? folder.parentId : changes.parentId
  checkParent(all, parentId, folder.isOwn)
  if (pathOf(all, parentId).includes(id)) nested()
  const name = changes.name ?? folder.name
  await tx.updateTable('macro_folder').set({ name, parent_id: parentId }).where('id', '=', id).execute()
  return { ...folder, name, parentId }
}

/** Takes a folder away; what lay in it lies where the folder lay. */
export async function deleteFolder(tx: Tx, actor: Actor, id: number): Promise<void> {
  const { parentId } = kept(actor, await lockFolders(tx, actor), id)
  await tx.updateTable('macro').set({ folder_id: parentId }).where('folder_id', '=', id).execute()
  await tx.updateTable('macro_folder').set({ parent_id: parentId }).where('parent_id', '=', id).execute()
  await tx.deleteFrom('macro_folder').where('id', '=', id).execute()
}

/** Two people who move folders into each other at once would make a loop. */
async function lockFolders(tx: Tx, actor: Actor): Promise<MacroFolder[]> {
  await sql`lock table macro_folder in share row exclusive mode`.execute(tx)
  return listFolders(tx, actor)
}

function kept(actor: Actor, all: readonly MacroFolder[], id: number): MacroFolder {
  const folder = found(all.find((each) => each.id === id))
  mustKeepFolder(actor, { owner_id: folder.isOwn ? actor.agentId : null })
  return folder
}

function checkParent(all: readonly MacroFolder[], parentId: number | null, isOwn: boolean): void {
  if (parentId === null) return
  const parent = all.find((each) => each.id === parentId)
  if (!parent || parent.isOwn !== isOwn)
    fail('unknown_reference', { fields: [{ path: 'body.parentId', message: 'no such folder' }] })
  if (pathOf(all, parentId).length >= deepest) nested()
}

/** The folder and those it lies in, by id. */
function pathOf(all: readonly MacroFolder[], id: number | null): number[] {
  const path: number[] = []
  for (
    let at = id;
    at !== null && !path.includes(at);
    at = all.find((each) => each.id === at)?.parentId ?? null
  )
    path.push(at)
  return path
}

function nested(): never {
  fail('invalid_input', {
    fields: [{ path: 'body.parentId', message: `a folder cannot lie in itself, nor deeper than ${deepest}` }],
  })
}
