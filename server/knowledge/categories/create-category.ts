import { sql } from 'kysely'
import type { KnowledgeCategory, Visibility } from '#contract/knowledge.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { knowledgeChanged } from '../knowledge-changed.ts'
import { type CategoryTexts, writeCategoryTexts } from './category-texts.ts'
import { getCategory } from './load-categories.ts'

interface NewCategory {
  parentId: number | null
  visibility: Visibility
  texts: CategoryTexts
}

/** Adds a category behind the others of its parent. `actor` is null where the desk is filled by itself. */
export async function createCategory(
  tx: Tx,
  actor: Actor | null,
  { parentId, visibility, texts }: NewCategory,
  now: Date,
): Promise<KnowledgeCategory> {
  if (parentId !== null) {
    const parent = await tx
      .selectFrom('knowledge_category')
      .select('id')
      .where('id', '=', parentId)
      .where('archived_at', 'is', null)
      .forShare()
      .executeTakeFirst()
    found(parent, 'unknown_reference')
  }
  const { id } = await tx
    .insertInto('knowledge_category')
    .values({
      parent_id: parentId,
      visibility,
      position: sql<number>`(select coalesce(max(position), 0) + 1 from knowledge_category
        where parent_id is not distinct from ${parentId}::bigint)`,
      created_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await writeCategoryTexts(tx, id, texts)
  const titles = Object.fromEntries(Object.entries(texts).map(([language, { title }]) => [language, title]))
  await knowledgeChanged(tx, actor, 'knowledge.category_created', { id, names: titles }, now)
  return getCategory(tx, id)
}
