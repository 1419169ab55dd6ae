import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { listCategories } from '../categories/load-categories.ts'
import { slugOf } from '../content/slug.ts'
import type { ArticleGroup, CategoryGroup } from './group-items.ts'

export interface FoundArticle {
  articleId: number
  isArchived: boolean
  languages: Language[]
  /** The import that made it; null for what was written otherwise. */
  importId: number | null
}

interface Row {
  article_id: number
  is_archived: boolean
  languages: Language[]
  import_id: number | null
}

const articleFacts = sql`article.archived_at is not null as is_archived,
  array(select language from article_text where article_id = article.id) as languages`

/**
 * Which articles are there already, by their source: what an earlier import made of the same file in the same place, or
 * else what has the same address in the same language and comes from no other file.
 */
export async function findArticles(
  db: Db,
  rootId: number | null,
  groups: readonly ArticleGroup[],
): Promise<Map<string, FoundArticle>> {
  const found = new Map<string, FoundArticle>()
  const { rows: known } = await sql<Row & { source: string }>`
    select knowledge_source.source, article_id, import_id, ${articleFacts}
    from knowledge_source join article on article.id = article_id
    where coalesce(root_id, 0) = ${rootId ?? 0} and source = any(${groups.map((group) => group.source)}::text[])`.execute(
    db,
  )
  for (const row of known) found.set(row.source, present(row))
  const wished = groups
    .filter((group) => !found.has(group.source))
    .flatMap((group) =>
      group.texts.map(({ language, slug, title }) => ({
        source: group.source,
        language,
        slug: slug ?? slugOf(title),
      })),
    )
    .filter(({ slug }) => slug !== '')
  const { rows } = await sql<Row & { source: string }>`
    select wished.source, article.id as article_id, null::bigint as import_id, ${articleFacts}
    from unnest(${wished.map((one) => one.source)}::text[], ${wished.map((one) => one.language)}::text[],
        ${wished.map((one) => one.slug)}::text[]) with ordinality as wished (source, language, slug, place)
      join article_address as address on address.language = wished.language and address.slug = wished.slug
        and address.is_current
      join article on article.id = address.article_id
    where not exists (select from knowledge_source where article_id = article.id)
    order by wished.place`.execute(db)
  const claimed = new Set<number>()
  for (const row of rows) {
    if (found.has(row.source) || claimed.has(row.article_id)) continue
    claimed.add(row.article_id)
    found.set(row.source, present(row))
  }
  return found
}

function present(row: Row): FoundArticle {
  return {
    articleId: row.article_id,
    isArchived: row.is_archived,
    languages: row.languages,
    importId: row.import_id,
  }
}

/**
 * Which folders are categories already: by an earlier import, or by title or address under the same parent. Undefined
 * for those that are to be made.
 */
export async function findCategories(
  db: Db,
  rootId: number | null,
  groups: readonly CategoryGroup[],
): Promise<Map<string, number>> {
  const found = new Map<string, number>()
  const all = (await listCategories(db)).filter((category) => !category.isArchived)
  const known = await db
    .selectFrom('knowledge_source')
    .select(['source', 'category_id'])
    .where(sql`coalesce(root_id, 0)`, '=', rootId ?? 0)
    .where('category_id', 'is not', null)
    .execute()
  const bySource = new Map(known.map((row) => [row.source, row.category_id]))
  for (const { source, parent, titles } of groups) {
    const parentId = parent === null ? rootId : (found.get(parent) ?? undefined)
    const isKnown = all.find((category) => category.id === bySource.get(source))
    const same = all.find(
      (category) =>
        category.parentId === parentId &&
        (['ru', 'en'] as const).some((language) => {
          const [text, title] = [category.texts[language], titles[language]]
          if (!text || title === undefined) return false
          return text.title.toLowerCase() === title.toLowerCase() || text.slug === slugOf(title)
        }),
    )
    const category = isKnown ?? same
    if (category) found.set(source, category.id)
  }
  return found
}
