import { sql } from 'kysely'
import type { KnowledgeCategory, Visibility } from '#contract/knowledge.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { knowledgeChanged } from '../knowledge-changed.ts'
import { type CategoryTexts, writeCategoryTexts } from './category-texts.ts'
import { getCategory } from './load-categories.ts'

interface CategoryChanges {
  version: number
  parentId?: number | null | undefined
  visibility?: Visibility | undefined
  texts?: CategoryTexts | undefined
  isArchived?: boolean | undefined
}

/**
 * Changes a category. `in_use` for one that is to be archived with something in it, `unknown_reference` for a parent
 * that lies below it or is not there.
 */
export async function updateCategory(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: CategoryChanges,
  now: Date,
): Promise<KnowledgeCategory> {
  // Two moves at once could make a circle of two branches.
  await sql`lock table knowledge_category in share row exclusive mode`.execute(tx)
  const before = found(
    await tx.selectFrom('knowledge_category').selectAll().where('id', '=', id).executeTakeFirst(),
  )
  if (before.version !== changes.version) fail('version_conflict', { detail: { version: before.version } })
  if (changes.parentId !== undefined && changes.parentId !== null)
    await mustBeElsewhere(tx, id, changes.parentId)
  if (changes.isArchived === true) await mustBeEmpty(tx, id)
  // What is brought back below something put away would stand nowhere.
  if (changes.isArchived === false && changes.parentId === undefined && before.parent_id !== null)
    await mustBeElsewhere(tx, id, before.parent_id)
  await tx
    .updateTable('knowledge_category')
    .set({
      version: before.version + 1,
      ...(changes.parentId !== undefined && { parent_id: changes.parentId }),
      ...(changes.visibility !== undefined && { visibility: changes.visibility }),
      ...(changes.isArchived !== undefined && { archived_at: changes.isArchived ? now : null }),
    })
    .where('id', '=', id)
    .execute()
  if (changes.texts) await writeCategoryTexts(tx, id, changes.texts)
  const after = await getCategory(tx, id)
  const names = Object.fromEntries(
    Object.entries(after.texts).map(([language, { title }]) => [language, title]),
  )
  const { visibility, isArchived } = changes
  const data = {
    id,
    names,
    ...(visibility && { visibility }),
    ...(isArchived !== undefined && { isArchived }),
  }
  await knowledgeChanged(tx, actor, 'knowledge.category_updated', data, now)
  return after
}

async function mustBeElsewhere(tx: Tx, id: number, parentId: number): Promise<void> {
  const { rows } = await sql<{ id: number }>`with recursive above as (
      select id, parent_id from knowledge_category where id = ${parentId} and archived_at is null
      union select up.id, up.parent_id from above join knowledge_category as up on up.id = above.parent_id
    ) select id from above`.execute(tx)
  if (rows.length === 0 || rows.some((row) => row.id === id)) fail('unknown_reference')
}

async function mustBeEmpty(tx: Tx, id: number): Promise<void> {
  const { rows } = await sql<{ is_used: boolean }>`select exists (select from article
      where category_id = ${id} and archived_at is null)
    or exists (select from knowledge_category where parent_id = ${id} and archived_at is null) as is_used`.execute(
    tx,
  )
  if (rows[0]?.is_used) fail('in_use')
}
