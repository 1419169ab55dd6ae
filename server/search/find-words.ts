import { sql } from 'kysely'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { type Query, queryText } from '#server/platform/language.ts'
import {
  FINE_PER_COARSE,
  FINE_TICKETS,
  fineRange,
  isLexiconWord,
  rangeQuery,
} from '#server/platform/search-index.ts'
import { visibleTickets } from '#server/tickets/index.ts'

export interface WordHit {
  ticketId: number
  isFromNote: boolean
}

export interface WordHits {
  hits: WordHit[]
  /** Below which ticket number to go on looking; null when nothing is left. */
  before: number | null
}

/** A window is made to hold about this many times what the page has room for; the next one is so much wider at most. */
const SPARE = 2
const GROWTH = 16
/** A word expected in no more messages is asked for everywhere: about ranges PostgreSQL would read more than that. */
const FEW = 250
/** A window is chosen to take about this long, judging by the one before it. */
const WINDOW_MS = 60
/** When there is something to show, the rest is left to the next page after this long; when not, after the other. */
const ENOUGH_MS = 25
const GIVE_UP_MS = 1500

/**
 * Tickets that hold the words, newest first. It looks through ranges of ticket numbers from the newest back, the first
 * as wide as the rarest of the words needs, each further one as wide as what was found so far says: a common word fills the page from the newest
 * thousand tickets, a rare one is asked for everywhere at once. A phrase of common words, for which PostgreSQL must look
 * into every document, stops in time and goes on from there on the next page: so a page may be short and still have a
 * next one.
 */
export async function findWords(
  db: Db,
  actor: Actor,
  query: Query,
  page: { before: number | null; limit: number },
): Promise<WordHits> {
  const startedAt = performance.now()
  const tsquery = queryText(query)
  const { newest, expected } = await estimate(db, query)
  const hits: WordHit[] = []
  let before = page.before ?? newest + 1
  let width =
    expected <= FEW
      ? Infinity
      : Math.max(1, Math.ceil(((newest / FINE_TICKETS) * page.limit * SPARE) / expected))
  while (before > 0) {
    const newestRange = fineRange(before - 1)
    const { low, high } = windowFrom(newestRange, width)
    const windowAt = performance.now()
    const limit = page.limit - hits.length
    const found = await lookInto(db, actor, tsquery, { low, high, before, limit })
    hits.push(...found)
    if (found.length === limit) return { hits, before: hits.at(-1)?.ticketId ?? null }
    before = low * FINE_TICKETS
    const now = performance.now()
    if (now - startedAt > (hits.length > 0 ? ENOUGH_MS : GIVE_UP_MS)) break
    const looked = newestRange - low + 1
    const affordable = (looked * WINDOW_MS) / Math.max(now - windowAt, 0.1)
    const needed = (looked * (page.limit - hits.length) * SPARE) / Math.max(found.length, 1)
    width = Math.max(1, Math.floor(Math.min(looked * GROWTH, Math.max(looked, needed), affordable)))
  }
  return { hits, before: before > 0 ? before : null }
}

/**
 * Wide windows begin and end on the border of a coarse range, so that few lexemes describe them. What lies above the
 * newest range asked for is left out by number.
 */
function windowFrom(newestRange: number, width: number): { low: number; high: number } {
  const low = Math.max(0, newestRange - width + 1)
  if (width < FINE_PER_COARSE) return { low, high: newestRange }
  const above = FINE_PER_COARSE - 1 - (newestRange % FINE_PER_COARSE)
  return { low: low - (low % FINE_PER_COARSE), high: newestRange + above }
}

/** The newest ticket's number, and how many messages at most may hold everything asked for. */
async function estimate(db: Db, query: Query): Promise<{ newest: number; expected: number }> {
  const terms = query.clauses.flatMap((clause) => clause.terms)
  const lexemes = terms.flatMap((term) => term.lemmas)
  const { rows } = await sql<{ word: string | null; seen: number }>`
    select word, seen::bigint from lexicon where word = any(${lexemes}::text[])
    union all select null, last_value from ticket_number_seq`.execute(db)
  const seen = new Map(rows.map((row) => [row.word, row.seen]))
  const commonest = (lemmas: readonly string[]): number =>
    lemmas.reduce((sum, lemma) => sum + (seen.get(lemma) ?? whenUnknown(lemma)), 0)
  return {
    newest: seen.get(null) ?? 0,
    expected: query.clauses.some((clause) => clause.terms.length === 0)
      ? 0
      : Math.min(...terms.map((term) => commonest(term.lemmas))),
  }
}

/** Addresses and long codes are rare; short ones, numbers above all, may be everywhere. */
function whenUnknown(lemma: string): number {
  return isLexiconWord(lemma) || lemma.length > 4 ? 0 : Infinity
}

interface Window {
  low: number
  high: number
  before: number
  limit: number
}

async function lookInto(db: Db, actor: Actor, tsquery: string, window: Window): Promise<WordHit[]> {
  const { low, high, before, limit } = window
  const query = low === 0 ? tsquery : `(${tsquery}) & (${rangeQuery(low, high)})`
  const kinds = actor.permissions.has('note.read') ? ['public', 'note'] : ['public']
  // One look-up per candidate, in order, until the page is full: without an order of their own the candidates would all
  // be looked up first, and `offset 0` keeps the planner from walking all tickets backwards instead.
  const visible = db
    .selectFrom('ticket')
    .select('ticket.id')
    .where(visibleTickets(actor))
    .where('ticket.id', '=', sql.ref<number>('document.ticket_id'))
    .offset(0)
  const { rows } = await sql<WordHit>`
    with matching as materialized (
      select ticket_id, kind from search_document
      where words @@ ${query}::tsquery and ticket_id < ${before}::bigint and kind = any(${kinds}::text[])
    ), document as (
      select ticket_id, bool_and(kind = 'note') as is_from_note from matching group by ticket_id
      order by ticket_id desc
    )
    select document.ticket_id as "ticketId", document.is_from_note as "isFromNote"
    from document, lateral (${visible}) as ticket
    order by document.ticket_id desc limit ${limit}`.execute(db)
  return rows
}
