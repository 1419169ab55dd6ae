import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Visibility } from '#contract/knowledge.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { type Heading, headingsOf } from '../content/clean-article.ts'
import { type Reader, visibleArticles } from '../policy.ts'
import type { ReaderUrls } from '../present.ts'
import { presentHtml } from './present-html.ts'

export interface ReadableArticle {
  id: number
  language: Language
  slug: string
  title: string
  summary: string
  /** Safe to show as it is. */
  html: string
  text: string
  headings: Heading[]
  visibility: Visibility
  tags: string[]
  /** From the outermost category to its own. */
  categories: { id: number; title: string; slug: string }[]
  authors: string[]
  related: { id: number; title: string; slug: string }[]
  attachments: { id: number; name: string; sizeBytes: number }[]
  /** The same article in every language this reader can read it in, by its address. */
  alternates: Partial<Record<Language, string>>
  firstPublishedAt: Date
  publishedAt: Date
  helpedCount: number
}

/** What an address leads to: the article, or the address it has now. */
export type Reading = { kind: 'article'; article: ReadableArticle } | { kind: 'moved'; slug: string }

interface Row extends Omit<ReadableArticle, 'html' | 'headings' | 'alternates'> {
  html: string
  alternates: Partial<Record<Language, string>>
  current: string
}

/**
 * One published article by its address or its number, in one query; null for what this reader may not read, which is
 * the same as what is not there.
 */
export async function readArticle(
  db: Db,
  reader: Reader,
  by: { language: Language } & ({ slug: string } | { id: number }),
  urls: ReaderUrls,
): Promise<Reading | null> {
  const { language } = by
  const isNamed =
    'slug' in by ? sql`asked.slug = ${by.slug}` : sql`asked.article_id = ${by.id} and asked.is_current`
  // What stands beside it is read by the same predicate as itself.
  const others = sql`article.id in (select related_id from article_related where article_id = shown.id)
    and ${visibleArticles(reader)}`
  const { rows } = await sql<Row>`with shown as (
      select article.*, asked.slug as asked_slug from article_address as asked
      join article on article.id = asked.article_id
      where asked.language = ${language} and ${isNamed} and ${visibleArticles(reader)}
    )
    select shown.id, shown.asked_slug as slug, current.slug as current, shown.visibility, shown.tags,
      ${language} as language, version.title, version.summary, version.html, version.text,
      written.first_published_at as "firstPublishedAt", written.published_at as "publishedAt",
      written.helped_count as "helpedCount",
      (with recursive above as (
          select id, parent_id, 0 as depth from knowledge_category where id = shown.category_id
          union all select up.id, up.parent_id, depth + 1 from above
            join knowledge_category as up on up.id = above.parent_id
        ) select json_agg(json_build_object('id', above.id, 'title', title, 'slug', slug) order by depth desc)
        from above join knowledge_category_text as named on named.category_id = above.id
          and named.language = ${language}) as categories,
      (select coalesce(json_agg(agent.name order by author.position), '[]') from article_author as author
        join agent on agent.id = author.agent_id where author.article_id = shown.id) as authors,
      (select coalesce(json_agg(json_build_object('id', article.id, 'title', its.title, 'slug', place.slug)
          order by article.id), '[]')
        from article
        join article_text as text on text.article_id = article.id and text.language = ${language}
        join article_version as its on its.id = text.published_version_id
        join article_address as place on place.article_id = article.id and place.language = ${language}
          and place.is_current
        where ${others}) as related,
      (select coalesce(json_agg(json_build_object('id', id, 'name', name, 'sizeBytes', size_bytes) order by id), '[]')
        from article_file where article_id = shown.id and is_attachment) as attachments,
      (select json_object_agg(place.language, place.slug) from article_address as place
        join article_text as text on text.article_id = place.article_id and text.language = place.language
        where place.article_id = shown.id and place.is_current
          and text.published_version_id is not null) as alternates
    from shown
    join article_text as written on written.article_id = shown.id and written.language = ${language}
    join article_version as version on version.id = written.published_version_id
    join article_address as current on current.article_id = shown.id and current.language = ${language}
      and current.is_current`.execute(db)
  const [row] = rows
  if (!row) return null
  const { current, ...article } = row
  if (current !== article.slug) return { kind: 'moved', slug: current }
  const headings = headingsOf(row.html)
  const html = presentHtml(row.html, language, urls)
  return { kind: 'article', article: { ...article, categories: article.categories ?? [], html, headings } }
}
