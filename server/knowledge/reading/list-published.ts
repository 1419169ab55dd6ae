import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { remembered } from '../knowledge-book.ts'
import { levelsOf, readableCategories, type Reader, visibleArticles } from '../policy.ts'

export interface ReadableCategory {
  id: number
  parentId: number | null
  title: string
  description: string
  slug: string
  /** Articles in it and below it that this reader can read in this language. */
  articleCount: number
  /** Of them, those in it itself. */
  ownCount: number
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
  return remembered(db, `categories ${eyesOf(reader)} ${language}`, () => loadTree(db, reader, language))
}

/** Readers of the same levels read the same. */
function eyesOf(reader: Reader): string {
  return levelsOf(reader).join('+')
}

async function loadTree(db: Db, reader: Reader, language: Language): Promise<ReadableCategory[]> {
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
    select category.id, parent_id as "parentId", title, description, slug, total.count as "articleCount",
      coalesce(own.count, 0) as "ownCount"
    from knowledge_category as category
    join knowledge_category_text as named on named.category_id = category.id and named.language = ${language}
    join total on total.holder = category.id
    left join own on own.category_id = category.id
    where category.id in ${readableCategories(reader)}
    order by position, category.id`.execute(db)
  return rows
}

/** Some of the published articles of a category itself, in its order. */
export async function listPublished(
  db: Db,
  reader: Reader,
  {
    categoryId,
    language,
    limit,
    offset,
  }: { categoryId: number; language: Language; limit: number; offset: number },
): Promise<PublishedItem[]> {
  return published(
    db,
    reader,
    language,
    sql`article.category_id = ${categoryId}`,
    sql`article.position, article.id limit ${limit} offset ${offset}`,
  )
}

/** What stands before a published article in its category, and what after it. */
export async function listBeside(
  db: Db,
  reader: Reader,
  { id, language }: { id: number; language: Language },
): Promise<{ previous: PublishedItem | undefined; next: PublishedItem | undefined }> {
  const beside = (sign: '<' | '>', order: 'asc' | 'desc') => {
    const its = sql`(select position, id from article where id = ${id})`
    const [isBeside, by] = [sql.raw(sign), sql.raw(order)]
    return published(
      db,
      reader,
      language,
      sql`article.category_id = (select category_id from article where id = ${id})
        and (article.position, article.id) ${isBeside} ${its}`,
      sql`article.position ${by}, article.id ${by} limit 1`,
    )
  }
  const [[previous], [next]] = await Promise.all([beside('<', 'desc'), beside('>', 'asc')])
  return { previous, next }
}

/** What was published last, for feeds and front pages. */
export async function listNewest(
  db: Db,
  reader: Reader,
  { language, limit }: { language: Language; limit: number },
): Promise<PublishedItem[]> {
  const order = sql`text.published_at desc, article.id desc limit ${limit}`
  return remembered(db, `newest ${limit} ${eyesOf(reader)} ${language}`, () =>
    published(db, reader, language, sql`true`, order),
  )
}

/** What helped the most readers may be so old: nobody is told of an opinion. */
const helpfulForMs = 60_000

/** What helped the most readers, the newest of equals first. */
export async function listMostHelpful(
  db: Db,
  reader: Reader,
  { language, limit }: { language: Language; limit: number },
): Promise<PublishedItem[]> {
  const order = sql`text.helped_count - text.not_helped_count desc, text.published_at desc, article.id limit ${limit}`
  return remembered(
    db,
    `helpful ${limit} ${eyesOf(reader)} ${language}`,
    () => published(db, reader, language, sql`true`, order),
    { forMs: helpfulForMs },
  )
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
export async function listPublicPlaces(db: Db): Promise<PublishedPlace[]> {
  const { rows } = await sql<PublishedPlace>`select article.id, max(text.published_at) as "publishedAt",
      json_object_agg(address.language, address.slug) as slugs
    from article
    join article_text as text on text.article_id = article.id and text.published_version_id is not null
    join article_address as address on address.article_id = article.id and address.language = text.language
      and address.is_current
    where ${visibleArticles({ kind: 'public' })}
    group by article.id order by article.id`.execute(db)
  return rows
}
