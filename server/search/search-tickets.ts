import type { SearchHit } from '#contract/search.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { extendTyping, parseQuery, type Query } from '#server/platform/language.ts'
import { readCursor, writeCursor } from '#server/platform/paging.ts'
import { writeLexicon } from '#server/platform/search-index.ts'
import { customersAt, customersLike, ticketsOfCustomers } from './find-customers.ts'
import { readNumber } from './find-number.ts'
import { findWords } from './find-words.ts'
import { correct, wordsBeginning } from './lexicon.ts'
import { type Hit, presentHits } from './present-hits.ts'

interface SearchResult {
  items: SearchHit[]
  nextCursor: string | null
  correctedTo: string | null
}

/** One way of reading what was typed, and what it found. `before` tells where the next page begins. */
interface Found {
  hits: Hit[]
  before: number | null
  query: Query
  /** What the next page is told, so that it reads the same way; see `readAs`. */
  reading: string | null
  correctedTo?: string
}

/** Signs in a cursor: the last word was taken for a beginning; customers' names were searched; else a correction. */
const TYPING = '*'
const NAMES = '@'

/**
 * Finds tickets by number, words in any grammatical form, "a phrase", an address or a name: newest first, only what the
 * actor sees, notes only with `note.read`. When nothing is found as typed, an unfinished word, a wrong keyboard layout,
 * a misspelt word and a misspelt name are tried, in this order. `invalid_cursor` for a cursor that is not ours.
 */
export async function searchTickets(
  db: Db,
  actor: Actor,
  search: { q: string; cursor?: string | undefined; limit: number },
): Promise<SearchResult> {
  const { q } = search
  const cursor = readCursor(search.cursor)
  const page = { before: cursor?.id ?? null, limit: search.limit }
  const named = cursor ? [] : await ticketNamed(db, actor, q)
  if (named[0]?.isExplicit) return { items: [named[0].item], nextCursor: null, correctedTo: null }
  const found = cursor
    ? await readAs(db, actor, q, page, cursor.value === null ? null : String(cursor.value))
    : await (named.length > 0 ? readAs(db, actor, q, page, null) : firstPage(db, actor, q, page))
  const items = await presentHits(db, actor, found.hits, found.query)
  const first = named.map(({ item }) => item)
  return {
    items: [...first, ...items.filter(({ ticket }) => ticket.id !== first[0]?.ticket.id)].slice(
      0,
      page.limit,
    ),
    nextCursor: found.before === null ? null : writeCursor({ value: found.reading, id: found.before }),
    correctedTo: found.correctedTo ?? null,
  }
}

/** The ticket whose number was typed, if there is one and the actor sees it: it stands before everything else. */
async function ticketNamed(
  db: Db,
  actor: Actor,
  q: string,
): Promise<{ item: SearchHit; isExplicit: boolean }[]> {
  const number = await readNumber(db, q)
  if (!number) return []
  const hit = { ticketId: number.ticketId, reason: 'number', isFromNote: false } as const
  const items = await presentHits(db, actor, [hit], parseQuery(q))
  return items.map((item) => ({ item, isExplicit: number.isExplicit }))
}

type Page = { before: number | null; limit: number }

async function firstPage(db: Db, actor: Actor, q: string, page: Page): Promise<Found> {
  const typed = await readAs(db, actor, q, page, null)
  if (typed.hits.length > 0 || typed.before !== null || wholeAddress(typed.query) !== undefined) return typed
  await writeLexicon(db)
  for (const reading of [TYPING, await correct(db, q), NAMES]) {
    const found = reading === null ? null : await readAs(db, actor, q, page, reading)
    if (found && found.hits.length > 0) return found
  }
  return typed
}

/** Looks for what was typed as it stands (null), as a beginning, as a name, or as a corrected text. */
async function readAs(db: Db, actor: Actor, q: string, page: Page, reading: string | null): Promise<Found> {
  if (reading === NAMES) {
    const customers = await customersLike(db, q)
    const ids = await ticketsOfCustomers(db, actor, customers, page)
    const hits = ids.map((ticketId) => ({ ticketId, reason: 'name', isFromNote: false }) as const)
    return {
      hits,
      before: ids.length < page.limit ? null : (ids.at(-1) ?? null),
      query: parseQuery(q),
      reading,
    }
  }
  const isCorrected = reading !== null && reading !== TYPING
  let query = parseQuery(isCorrected ? `${reading} ` : q)
  if (reading === TYPING) {
    if (query.typing === undefined) return { hits: [], before: null, query, reading }
    query = extendTyping(query, await wordsBeginning(db, query.typing))
  }
  return {
    ...(await lookUp(db, actor, query, page)),
    query,
    reading,
    ...(isCorrected && { correctedTo: reading }),
  }
}

async function lookUp(
  db: Db,
  actor: Actor,
  query: Query,
  page: Page,
): Promise<Pick<Found, 'hits' | 'before'>> {
  if (query.clauses.length === 0) return { hits: [], before: null }
  const address = wholeAddress(query)
  const reason = address === undefined ? 'words' : 'address'
  const words = await findWords(db, actor, query, page)
  const hits = words.hits.map((hit): Hit => ({ ...hit, reason }))
  if (address === undefined) return { hits, before: words.before }
  // A customer's other addresses may have become known after their tickets were indexed.
  const theirs = await ticketsOfCustomers(db, actor, await customersAt(db, address), page)
  return mergeNewest(hits, words.before, theirs, page.limit)
}

/** The address or telephone number, when nothing else is asked for. */
function wholeAddress({ clauses }: Query): string | undefined {
  const [only, another] = clauses
  return another === undefined && only?.terms.length === 0 ? only.whole : undefined
}

/** One list of two, newest first; it ends where the shorter-sighted of them ends. */
function mergeNewest(
  hits: Hit[],
  before: number | null,
  ticketIds: readonly number[],
  limit: number,
): Pick<Found, 'hits' | 'before'> {
  const known = new Set(hits.map((hit) => hit.ticketId))
  const added = ticketIds
    .filter((id) => !known.has(id) && (before === null || id >= before))
    .map((ticketId): Hit => ({ ticketId, reason: 'address', isFromNote: false }))
  const all = [...hits, ...added].toSorted((a, b) => b.ticketId - a.ticketId)
  const shown = all.slice(0, limit)
  const isMore = all.length > limit || before !== null || ticketIds.length === limit
  return {
    hits: shown,
    before: isMore ? (shown.length < limit ? before : (shown.at(-1)?.ticketId ?? null)) : null,
  }
}
