import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { type Reader, visibleArticles } from '../policy.ts'

/** An article that was found, with what is shown of it. */
export interface Ranked {
  id: number
  slug: string
  title: string
  summary: string
  text: string
  category: string
}

/** A word's weight by where it stands: text, summary, tags and headings, title. */
const weights = '{0.1, 0.2, 0.5, 1.0}'
/** Of those that say something of it in their title, headings or summary, so many are compared by these. */
const mostNaming = 500
/**
 * Ranking reads whole vectors, a text's worth each: of so many for each that is shown, and of so many more that have the
 * words elsewhere.
 */
const [namedEach, othersEach] = [2, 1]
/** The share of a question's words that an article must have. */
const leastShare = 0.6
/** Of a longer question, the words by which articles with a part of them are looked for. */
const mostTelling = 6
/** Of a text, what is searched for a place to show. */
const excerptChars = 20_000

/** The ways to read what was typed, each a list of what is to be found together, as parts of a `tsquery`. */
type Readings = readonly (readonly string[])[]

/** The articles with every word. */
export async function rankWhole(db: Db, reader: Reader, readings: Readings, q: Wish): Promise<Ranked[]> {
  return look(db, reader, q, { match: either(readings.map(together)), readings, isWhole: true })
}

/** Those with most of them. */
export async function rankPart(db: Db, reader: Reader, readings: Readings, q: Wish): Promise<Ranked[]> {
  const parts = readings.map(telling).filter((clauses) => leastOf(clauses) < clauses.length)
  if (parts.length === 0) return []
  const match = either(parts.flatMap((clauses) => combinations(clauses, leastOf(clauses)).map(together)))
  return look(db, reader, q, { match, readings: parts, isWhole: false })
}

const either = (queries: readonly string[]): string => queries.map((one) => `(${one})`).join(' | ')
const together = (clauses: readonly string[]): string => clauses.join(' & ')
const leastOf = (clauses: readonly string[]): number => Math.ceil(clauses.length * leastShare)

/** The longest words say the most. */
function telling(clauses: readonly string[]): readonly string[] {
  return clauses.toSorted((a, b) => b.length - a.length).slice(0, mostTelling)
}

/** Every choice of so many. */
function combinations(clauses: readonly string[], count: number): string[][] {
  if (count === 0) return [[]]
  return clauses.flatMap((clause, index) =>
    combinations(clauses.slice(index + 1), count - 1).map((others) => [clause, ...others]),
  )
}

interface Wish {
  language: Language
  limit: number
}

async function look(
  db: Db,
  reader: Reader,
  { language, limit }: Wish,
  by: { match: string; readings: Readings; isWhole: boolean },
): Promise<Ranked[]> {
  const any = either([...new Set(by.readings.flat())])
  const shares = by.readings.map(
    (clauses) => sql`(select count(*) from unnest(${[...clauses]}::text[]) as clause
      where words @@ clause::tsquery)::float8 / ${clauses.length}`,
  )
  const share = by.isWhole ? sql`1::float8` : sql`greatest(${sql.join(shares)})`
  // Asked so, the language is looked at in what the words found: the index by it holds half of everything.
  const isOfLanguage = sql`(search.language = ${language}) is true`
  // Whatever has one of them in its title has it.
  const hasAll = by.match === any ? sql`true` : sql`search.words @@ ${by.match}::tsquery`
  // Of thousands that match, those looked at are asked for one by one: joined, all articles would be read first.
  const isReadable = sql`cross join lateral (select from article
    where article.id = search.article_id and ${visibleArticles(reader)} offset 0) as readable`
  const { rows } = await sql<{ id: number }>`with naming as (
      select search.article_id, search.words, ts_rank(${weights}, search.brief, ${any}::tsquery, 1) as rank
      from article_search as search
      where search.brief @@ ${any}::tsquery and ${hasAll} and ${isOfLanguage} limit ${mostNaming}
    ), named as materialized (
      select search.article_id as id, search.words
      from (select * from naming order by rank desc, article_id) as search ${isReadable}
      order by search.rank desc, search.article_id limit ${limit * namedEach}
    ), found as materialized (
      select article_id, words from article_search as search
      where search.words @@ ${by.match}::tsquery and ${isOfLanguage}
    ), other as (
      select search.article_id as id, search.words from found as search ${isReadable}
      where search.article_id <> all(array(select id from named))
      limit ${limit * (namedEach + othersEach)} - (select count(*) from named)
    ), candidate as materialized (
      -- Joined to nothing, the words are unpacked once and not by every question about them.
      select id, words || ''::tsvector as words from (select * from named union all select * from other) as one
    )
    select id from (select id, ${share} as share, ts_rank(${weights}, words, ${any}::tsquery, 1) as rank
      from candidate) as measured
    where share >= ${leastShare} order by share desc, rank desc, id limit ${limit}`.execute(db)
  const ids = rows.map((row) => row.id)
  return ids.length === 0 ? [] : show(db, ids, language)
}

/** What is shown of the articles, in the given order. */
async function show(db: Db, ids: number[], language: Language): Promise<Ranked[]> {
  const { rows } = await sql<Ranked>`select article.id, address.slug, version.title,
      version.summary, left(version.text, ${excerptChars}) as text, coalesce(category.title, '') as category
    from unnest(${ids}::bigint[]) with ordinality as best (id, place)
    join article on article.id = best.id
    join article_text on article_text.article_id = best.id and article_text.language = ${language}
    join article_version as version on version.id = article_text.published_version_id
    join article_address as address on address.article_id = best.id and address.language = ${language}
      and address.is_current
    left join knowledge_category_text as category on category.category_id = article.category_id
      and category.language = ${language}
    order by best.place`.execute(db)
  return rows
}
