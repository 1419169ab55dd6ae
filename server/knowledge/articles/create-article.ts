import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Visibility } from '#contract/knowledge.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { knowledgeChanged } from '../knowledge-changed.ts'
import { saveText, type Written } from './save-text.ts'

interface NewArticle extends Written {
  categoryId: number
  language: Language
  visibility: Visibility
  tags: readonly string[]
}

/**
 * Begins an article behind the others of its category, as a draft of whoever writes it. Answers its id;
 * `unknown_reference` for a category that is not there.
 */
export async function createArticle(
  tx: Tx,
  actor: Actor | null,
  given: NewArticle,
  now: Date,
): Promise<number> {
  await mustBeCategory(tx, given.categoryId)
  const { id } = await tx
    .insertInto('article')
    .values({
      category_id: given.categoryId,
      visibility: given.visibility,
      position: sql<number>`(select coalesce(max(position), 0) + 1 from article
        where category_id = ${given.categoryId})`,
      tags: uniqueTags(given.tags),
      created_at: now,
      created_by_id: actor?.agentId ?? null,
      updated_at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  if (actor)
    await tx
      .insertInto('article_author')
      .values({ article_id: id, agent_id: actor.agentId, position: 0 })
      .execute()
  await saveText(tx, actor, { articleId: id, language: given.language }, { ...given, version: 0 }, now)
  await knowledgeChanged(tx, actor, 'article.created', { id, name: given.title }, now)
  return id
}

/** A category that is in use; it is not archived until the transaction ends. */
export async function mustBeCategory(tx: Tx, id: number): Promise<void> {
  const row = await tx
    .selectFrom('knowledge_category')
    .select('id')
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .forShare()
    .executeTakeFirst()
  found(row, 'unknown_reference')
}

/** Each once, however it is capitalised. */
export function uniqueTags(tags: readonly string[]): string[] {
  return [...new Map(tags.map((tag) => [tag.toLowerCase(), tag])).values()]
}
