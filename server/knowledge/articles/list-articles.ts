import { sql } from 'kysely'
import type { ArticleListItem } from '#contract/knowledge.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { parseQuery, queryText } from '#server/platform/language.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import { presentTextState } from '../present.ts'
import type {} from '../tables.ts'

interface Filter {
  categoryId?: number | undefined
  state?: 'draft' | 'review' | 'published' | 'scheduled' | 'archived' | undefined
  q?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Whether an article has a text in this state. */
const states = {
  draft: sql<boolean>`is_changed`,
  review: sql<boolean>`is_in_review`,
  published: sql<boolean>`published_version_id is not null`,
  scheduled: sql<boolean>`publish_at is not null`,
} as const

/**
 * Articles for the desk, drafts too: those of one category in its order, all others the last changed first. Archived
 * ones are shown where they are asked for.
 */
export async function listArticles(
  db: Db,
  { categoryId, state, q = '', limit, ...page }: Filter,
): Promise<{ items: ArticleListItem[]; nextCursor: string | null }> {
  const cursor = readCursor(page.cursor)
  const isOrdered = categoryId !== undefined
  const key = isOrdered
    ? sql<number>`article.position::float8`
    : sql<number>`-(extract(epoch from article.updated_at) * 1000000)::bigint`
  let ids = db
    .selectFrom('article')
    .select(['article.id', key.as('place')])
    .where('archived_at', state === 'archived' ? 'is not' : 'is', null)
  if (isOrdered) ids = ids.where('category_id', '=', categoryId)
  if (state !== undefined && state !== 'archived')
    ids = ids.where(sql<boolean>`exists (select from article_text
      where article_id = article.id and ${states[state]})`)
  if (q !== '') {
    const words = queryText(parseQuery(q))
    if (words === '') return { items: [], nextCursor: null }
    ids = ids.where(sql<boolean>`article.id in (select article_id from article_text
      where words @@ ${words}::tsquery)`)
  }
  if (cursor) ids = ids.where(sql<boolean>`(${key}, article.id) > (${Number(cursor.value)}, ${cursor.id})`)
  const places = await ids
    .orderBy('place')
    .orderBy('article.id')
    .limit(limit + 1)
    .execute()
  const { rows, nextCursor } = cutPage(places, limit, (row) => ({ value: row.place, id: row.id }))
  return {
    items: await loadItems(
      db,
      rows.map((row) => row.id),
    ),
    nextCursor,
  }
}

async function loadItems(db: Db, ids: readonly number[]): Promise<ArticleListItem[]> {
  if (ids.length === 0) return []
  const [articles, texts] = await Promise.all([
    db.selectFrom('article').selectAll().where('id', 'in', ids).execute(),
    db
      .selectFrom('article_text')
      .select(['article_id', 'language', 'title', 'is_changed', 'is_in_review', 'published_at'])
      .select(['publish_at', 'updated_at', 'helped_count', 'not_helped_count'])
      .where('article_id', 'in', ids)
      .orderBy('language', 'desc')
      .execute(),
  ])
  const byId = new Map(articles.map((row) => [row.id, row]))
  return ids.flatMap((id) => {
    const row = byId.get(id)
    if (!row) return []
    const own = texts.filter((text) => text.article_id === id)
    return {
      id,
      categoryId: row.category_id,
      visibility: row.visibility,
      position: row.position,
      tags: row.tags,
      isArchived: row.archived_at !== null,
      texts: own.map(presentTextState),
      helpedCount: own.reduce((sum, text) => sum + text.helped_count, 0),
      notHelpedCount: own.reduce((sum, text) => sum + text.not_helped_count, 0),
      updatedAt: row.updated_at.toISOString(),
    }
  })
}
