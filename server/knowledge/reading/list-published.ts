import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { readableCategories, type Reader, visibleArticles } from '../policy.ts'

export interface ReadableCategory {
  id: number
  parentId: number | null
  title: string
  description: string
  slug: string
  /** Articles in it and below it that this reader can read in this language. */
  articleCount: number
}

export interface PublishedItem {
  id: number
  slug: string
  title: string
  summary: string
  categoryId: number
  publishedAt: Date
}

/** The categories a reader may enter and has something to read in, those of one parent in their order. */
export async function listReadableCategories(
  db: Db,
  reader: Reader,
  language: Language,
): Promise<ReadableCategory[]> {
  const { rows } = await sql<ReadableCategory>`with recursive own as (
      select category_id, count(*)::int as count from article
      join article_text as text on text.article_id = article.id and text.language = ${language}
      where published_version_id is not null and ${visibleArticles(reader)} group by category_id
    ), below as (
      select category_id as id, category_id as holder, count from own
      union all select below.id, category.parent_id, below.count from below
        join knowledge_category as category on category.id = below.holder
      where category.parent_id is not null
    ), total as (select holder, sum(count)::int as count from below group by holder)
    select category.id, parent_id as "parentId", title, description, slug, total.count as "articleCount"
    from knowledge_category as category
    join knowledge_category_text as named on named.category_id = category.id and named.language = ${language}
    join total on total.holder = category.id
    where category.id in ${readableCategories(reader)}
    order by position, category.id`.execute(db)
  return rows
}

/** The published articles of a category itself, in its order. */
export async function listPublished(
  db: Db,
  reader: Reader,
  { categoryId, language }: { categoryId: number; language: Language },
): Promise<PublishedItem[]> {
  return published(
    db,
    reader,
    language,
    sql`article.category_id = ${categoryId}`,
    sql`article.position, article.id`,
  )
}

/** What was published last, for feeds and front pages. */
export async function listNewest(
  db: Db,
  reader: Reader,
  { language, limit }: { language: Language; limit: number },
): Promise<PublishedItem[]> {
  return published(
    db,
    reader,
    language,
    sql`true`,
    sql`text.published_at desc, article.id desc limit ${limit}`,
  )
}

/** What helped the most readers, the newest of equals first. */
export async function listMostHelpful(
  db: Db,
  reader: Reader,
  { language, limit }: { language: Language; limit: number },
): Promise<PublishedItem[]> {
  const order = sql`text.helped_count - text.not_helped_count desc, text.published_at desc, article.id limit ${limit}`
  return published(db, reader, language, sql`true`, order)
}

async function published(
  db: Db,
  reader: Reader,
  language: Language,
  where: ReturnType<typeof sql>,
  order: ReturnType<typeof sql>,
): Promise<PublishedItem[]> {
  const { rows } = await sql<PublishedItem>`select article.id, address.slug, version.title, version.summary,
      article.category_id as "categoryId", text.published_at as "publishedAt"
    from article
    join article_text as text on text.article_id = article.id and text.language = ${language}
    join article_version as version on version.id = text.published_version_id
    join article_address as address on address.article_id = article.id and address.language = ${language}
      and address.is_current
    where ${where} and ${visibleArticles(reader)} order by ${order}`.execute(db)
  return rows
}

export interface PublishedPlace {
  id: number
  publishedAt: Date
  slugs: Partial<Record<Language, string>>
}

/** Every article anybody may read with its addresses in every language, for the map of the site. */
export async function listPublicPlaces(db: Db, limit = 50_000): Promise<PublishedPlace[]> {
  const { rows } = await sql<PublishedPlace>`select article.id, max(text.published_at) as "publishedAt",
      json_object_agg(address.language, address.slug) as slugs
    from article
    join article_text as text on text.article_id = article.id and text.published_version_id is not null
    join article_address as address on address.article_id = article.id and address.language = text.language
      and address.is_current
    where ${visibleArticles({ kind: 'public' })}
    group by article.id order by article.id limit ${limit}`.execute(db)
  return rows
}
