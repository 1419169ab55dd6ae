import { sql } from 'kysely'
import type { Visibility } from '#contract/knowledge.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { knowledgeChanged } from '../knowledge-changed.ts'
import { mustPublish } from '../policy.ts'
import { indexWholeArticle } from '../search/index-article.ts'
import { mustBeCategory, uniqueTags } from './create-article.ts'

interface Changes {
  version: number
  categoryId?: number | undefined
  visibility?: Visibility | undefined
  tags?: readonly string[] | undefined
  authorIds?: readonly number[] | undefined
  relatedIds?: readonly number[] | undefined
  isArchived?: boolean | undefined
}

/**
 * Changes what an article is in every language. What its readers see at once, and its archiving, are for whoever may
 * publish: `not_allowed`.
 */
export async function updateArticle(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: Changes,
  now: Date,
): Promise<void> {
  const before = found(
    await tx.selectFrom('article').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(),
  )
  if (changes.isArchived !== undefined || (await isPublished(tx, id))) mustPublish(actor)
  if (before.version !== changes.version) fail('version_conflict', { detail: { version: before.version } })
  const { categoryId } = changes
  if (categoryId !== undefined && categoryId !== before.category_id) await mustBeCategory(tx, categoryId)
  if (changes.isArchived === false) await mustBeCategory(tx, categoryId ?? before.category_id)
  await tx
    .updateTable('article')
    .set({
      version: before.version + 1,
      updated_at: now,
      ...(categoryId !== undefined &&
        categoryId !== before.category_id && {
          category_id: categoryId,
          position: sql<number>`(select coalesce(max(position), 0) + 1 from article
            where category_id = ${categoryId})`,
        }),
      ...(changes.visibility !== undefined && { visibility: changes.visibility }),
      ...(changes.tags !== undefined && { tags: uniqueTags(changes.tags) }),
      ...(changes.isArchived !== undefined && { archived_at: changes.isArchived ? now : null }),
    })
    .where('id', '=', id)
    .execute()
  if (changes.authorIds) await setAuthors(tx, id, changes.authorIds)
  if (changes.relatedIds) await setRelated(tx, id, changes.relatedIds)
  if (changes.tags) await indexWholeArticle(tx, id)
  if (changes.isArchived) await takeTimesBack(tx, id)
  const { isArchived, visibility } = changes
  const type =
    isArchived === undefined ? 'article.updated' : isArchived ? 'article.archived' : 'article.unarchived'
  await knowledgeChanged(tx, actor, type, { id, ...(visibility && { visibility }) }, now)
}

/** Whether anybody but the desk may be reading it, or will at a time that is set, as it is then. */
export async function isPublished(tx: Tx, id: number): Promise<boolean> {
  const row = await tx
    .selectFrom('article_text')
    .select('article_id')
    .where('article_id', '=', id)
    .where((eb) => eb.or([eb('published_version_id', 'is not', null), eb('publish_at', 'is not', null)]))
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}

/** What is put away is not published by itself, nor once it is brought back. */
async function takeTimesBack(tx: Tx, id: number): Promise<void> {
  await tx
    .updateTable('article_text')
    .set((eb) => ({
      publish_at: null,
      publish_version_id: null,
      publish_by_id: null,
      version: eb('version', '+', 1),
    }))
    .where('article_id', '=', id)
    .where('publish_at', 'is not', null)
    .execute()
}

async function setAuthors(tx: Tx, id: number, given: readonly number[]): Promise<void> {
  const ids = [...new Set(given)]
  await tx.deleteFrom('article_author').where('article_id', '=', id).execute()
  if (ids.length === 0) return
  const known = await tx.selectFrom('agent').select('id').where('id', 'in', ids).execute()
  if (known.length !== ids.length) fail('unknown_reference')
  await tx
    .insertInto('article_author')
    .values(ids.map((agent_id, position) => ({ article_id: id, agent_id, position })))
    .execute()
}

async function setRelated(tx: Tx, id: number, given: readonly number[]): Promise<void> {
  const ids = [...new Set(given)]
  await tx.deleteFrom('article_related').where('article_id', '=', id).execute()
  if (ids.length === 0) return
  const known = await tx.selectFrom('article').select('id').where('id', 'in', ids).execute()
  if (known.length !== ids.length || ids.includes(id)) fail('unknown_reference')
  await tx
    .insertInto('article_related')
    .values(ids.map((related_id, position) => ({ article_id: id, related_id, position })))
    .execute()
}
