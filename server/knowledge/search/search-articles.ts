import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import {
  cutExcerpt,
  type Excerpt,
  extendTyping,
  highlight,
  parseQuery,
  type Query,
  queryText,
} from '#server/platform/language.ts'
import { remembered } from '../knowledge-book.ts'
import type { Reader } from '../policy.ts'
import { noteMissedSearch } from './missed-searches.ts'
import { type Ranked, rankPart, rankWhole } from './rank-articles.ts'
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
  const synonyms = await remembered(db, 'synonyms', () => getSynonyms(db))
  const find = (text: string, how: 'whole' | 'part') =>
    findArticles(db, reader, { language, limit, synonyms, typed: text, isTyping }, how)
  const whole = await find(typed, 'whole')
  if (whole.length > 0) return { items: whole, correctedTo: null }
  const corrected = await correct(db, reader, language, typed)
  const better = corrected === null ? [] : await find(corrected, 'whole')
  if (better.length > 0) return { items: better, correctedTo: corrected }
  const part = await find(typed, 'part')
  if (part.length > 0) return { items: part, correctedTo: null }
  const betterPart = corrected === null ? [] : await find(corrected, 'part')
  if (betterPart.length > 0) return { items: betterPart, correctedTo: corrected }
  if (!isTyping && reader.kind !== 'agent') await noteMissedSearch(db, language, typed, now)
  return { items: [], correctedTo: null }
}

interface Look {
  typed: string
  language: Language
  limit: number
  isTyping: boolean
  synonyms: readonly (readonly string[])[]
}

async function findArticles(
  db: Db,
  reader: Reader,
  { typed, language, limit, isTyping, synonyms }: Look,
  how: 'whole' | 'part',
): Promise<ArticleFound[]> {
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
  if (readings.length === 0) return []
  const rank = how === 'whole' ? rankWhole : rankPart
  const rows = await rank(db, reader, readings, { language, limit })
  const typing = queries[0]?.typing
  const marking: Query = {
    clauses: queries.toReversed().flatMap((query) => query.clauses),
    ...(typing !== undefined && { typing }),
  }
  return rows.map((row) => present(row, marking))
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

function present(row: Ranked, query: Query): ArticleFound {
  const { excerpt, excerptRanges } = excerptOf(
    row.summary === '' ? row.text : `${row.summary} ${row.text}`,
    query,
  )
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

/** So much of a text is looked through at a time for a place to show. */
const stretchChars = 500

/** Around the first place where words of the query stand; reading on for a better one takes longer than it is worth. */
function excerptOf(body: string, query: Query): Excerpt {
  for (let from = 0; from < body.length;) {
    const to = nextSpace(body, from + stretchChars)
    const stretch = body.slice(from, to)
    const marks = highlight(stretch, query)
    if (marks.length > 0) {
      // With what follows, so that the cut is where a reader expects it.
      const shown = cutExcerpt(body.slice(from, to + stretchChars), marks)
      return from === 0 ? shown : behindCut(shown)
    }
    from = to
  }
  return cutExcerpt(body, [])
}

function nextSpace(text: string, at: number): number {
  const space = text.indexOf(' ', at)
  return space < 0 ? text.length : space + 1
}

function behindCut({ excerpt, excerptRanges }: Excerpt): Excerpt {
  if (excerpt.startsWith('…')) return { excerpt, excerptRanges }
  return { excerpt: `…${excerpt}`, excerptRanges: excerptRanges.map(([start, end]) => [start + 1, end + 1]) }
}
