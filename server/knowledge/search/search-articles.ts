import { type RawBuilder, sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import {
  cutExcerpt,
  extendTyping,
  highlight,
  parseQuery,
  type Query,
  queryText,
} from '#server/platform/language.ts'
import { type Reader, visibleArticles } from '../policy.ts'
import { noteMissedSearch } from './missed-searches.ts'
import { correct, wordsBeginning } from './spelling.ts'
import { getSynonyms, withSynonyms } from './synonyms.ts'

export interface ArticleFound {
  id: number
  slug: string
  title: string
  titleMarks: [number, number][]
  excerpt: string
  excerptMarks: [number, number][]
  category: string
}

export interface SearchedArticles {
  items: ArticleFound[]
  /** What was looked for instead, where nothing was found as it was typed. */
  correctedTo: string | null
}

interface Wishes {
  query: string
  language: Language
  limit: number
  /** The last word may not be finished, and nothing found is no news. */
  isTyping?: boolean
}

/** Words of a question that say nothing of what is asked. */
const idle = new Set(
  (
    'не как что где когда почему зачем можно ли мне меня мой моя мое мои я у если нет есть ' +
    'how what where when why do does did can could my me i you your if not don t'
  ).split(' '),
)

/**
 * Published articles of one language that a reader may read: those with every word first, then those with most of them;
 * a title counts more than a text. Words in any form, their synonyms; where no article has every word, misspelt ones are
 * corrected. What a customer did not find is counted.
 */
export async function searchArticles(
  db: Db,
  reader: Reader,
  { query: typed, language, limit, isTyping = false }: Wishes,
  now: Date,
): Promise<SearchedArticles> {
  const synonyms = await getSynonyms(db)
  const look = { language, limit, synonyms }
  const found = await find(db, reader, { ...look, typed, isTyping })
  if (found.isWhole) return { items: found.items, correctedTo: null }
  const corrected = await correct(db, reader, language, typed)
  const better = corrected === null ? null : await find(db, reader, { ...look, typed: corrected, isTyping })
  if (better && better.items.length > 0 && (better.isWhole || found.items.length === 0))
    return { items: better.items, correctedTo: corrected }
  if (found.items.length === 0 && !isTyping && reader.kind !== 'agent')
    await noteMissedSearch(db, language, typed, now)
  return { items: found.items, correctedTo: null }
}

interface Look {
  typed: string
  language: Language
  limit: number
  isTyping: boolean
  synonyms: readonly (readonly string[])[]
}

interface Found {
  items: ArticleFound[]
  /** The first of them has every word. */
  isWhole: boolean
}

async function find(db: Db, reader: Reader, look: Look): Promise<Found> {
  const { typed, language, limit, isTyping, synonyms } = look
  // A space at the end says that the last word is whole.
  const text = isTyping ? typed : `${typed} `
  const queries = await Promise.all(
    withSynonyms(text, synonyms).map(async (variant) => {
      const query = telling(parseQuery(variant))
      if (query.typing === undefined) return query
      return extendTyping(query, await wordsBeginning(db, language, query.typing))
    }),
  )
  const readings = queries
    .map((query) => query.clauses.map((clause) => queryText({ clauses: [clause] })))
    .filter((clauses) => clauses.length > 0)
  if (readings.length === 0) return { items: [], isWhole: false }
  const rows = await ranked(db, reader, readings, { language, limit })
  const typing = queries[0]?.typing
  const marking: Query = {
    clauses: queries.toReversed().flatMap((query) => query.clauses),
    ...(typing !== undefined && { typing }),
  }
  return { items: rows.map((row) => present(row, marking)), isWhole: rows[0]?.is_whole ?? false }
}

/** The query without the words of a question, unless there are no others. */
function telling(query: Query): Query {
  const last = query.clauses.length - 1
  const clauses = query.clauses.filter(({ terms, whole }, index) => {
    if (whole !== undefined || terms.length !== 1) return true
    return !idle.has(terms[0]?.word ?? '') || (index === last && query.typing !== undefined)
  })
  return clauses.length === 0 ? query : { ...query, clauses }
}

interface Row {
  id: number
  is_whole: boolean
  slug: string
  title: string
  summary: string
  text: string
  category: string
}

/** Ranking reads every candidate's words: more than these are not looked at, nor does anybody read so far. */
const mostCandidates = 400
/** The share of a question's words that an article must have. */
const leastShare = 0.6
/** Of a text, what is searched for a place to show. */
const excerptChars = 20_000

/** `readings` are the ways to read what was typed, each a list of what is to be found together. */
async function ranked(
  db: Db,
  reader: Reader,
  readings: readonly (readonly string[])[],
  q: { language: Language; limit: number },
): Promise<Row[]> {
  const either = (queries: readonly string[]) => queries.map((one) => `(${one})`).join(' | ')
  const all = either(readings.map((clauses) => clauses.join(' & ')))
  const any = either([...new Set(readings.flat())])
  const { rows: whole } = await look(db, reader, q, { match: all, any, share: sql`1::float8` })
  if (whole.length > 0) return whole
  // One word that is not there is not there in part either.
  if (readings.every((clauses) => clauses.length === 1)) return []
  const shares = readings.map(
    (clauses) => sql`(select count(*) from unnest(${[...clauses]}::text[]) as clause
      where words @@ clause::tsquery)::float8 / ${clauses.length}`,
  )
  const share = sql`greatest(${sql.join(shares)})`
  return (await look(db, reader, q, { match: any, any, share })).rows
}

async function look(
  db: Db,
  reader: Reader,
  q: { language: Language; limit: number },
  by: { match: string; any: string; share: RawBuilder<unknown> },
) {
  return sql<Row>`with candidate as materialized (
      select article.id, search.words from article_search as search
      join article on article.id = search.article_id
      where search.language = ${q.language} and search.words @@ ${by.match}::tsquery and ${visibleArticles(reader)}
      order by search.words @@ ${weighted(by.match)}::tsquery desc limit ${mostCandidates}
    ), measured as (
      select id, ${by.share} as share,
        ts_rank('{0.1, 0.2, 0.5, 1.0}', words, ${by.any}::tsquery, 1) as rank from candidate
    ), best as (
      select id, share, row_number() over (order by share desc, rank desc, id) as place
      from measured where share >= ${leastShare} order by place limit ${q.limit}
    )
    select best.id, best.share >= 1 as is_whole, address.slug, version.title, version.summary,
      left(version.text, ${excerptChars}) as text, coalesce(category.title, '') as category
    from best
    join article on article.id = best.id
    join article_text on article_text.article_id = best.id and article_text.language = ${q.language}
    join article_version as version on version.id = article_text.published_version_id
    join article_address as address on address.article_id = best.id and address.language = ${q.language}
      and address.is_current
    left join knowledge_category_text as category on category.category_id = article.category_id
      and category.language = ${q.language}
    order by best.place`.execute(db)
}

/** The same words, in a title: what is ranked when there are more than are looked at. */
function weighted(query: string): string {
  return query.replace(/('(?:[^']|'')*')/g, '$1:A')
}

function present(row: Row, query: Query): ArticleFound {
  const body = row.summary === '' ? row.text : `${row.summary} ${row.text}`
  const { excerpt, excerptRanges } = cutExcerpt(body, highlight(body, query))
  return {
    id: row.id,
    slug: row.slug,
    title: row.title,
    titleMarks: highlight(row.title, query).map(([start, end]) => [start, end]),
    excerpt,
    excerptMarks: excerptRanges,
    category: row.category,
  }
}
