import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

/** What the lexicon knows: letters only, as many as words have. */
const WORD = /'(\p{L}{3,30})':/gu
const MOST_WAITING = 50_000

/**
 * Words seen by this process and not yet in the lexicon. They are written apart from the letters that brought them, in
 * one sorted statement: two letters with the same new words must not wait for each other. A crash loses only the news
 * that a word exists, until it occurs again.
 */
let waiting = new Map<string, number>()

/** Is the lexicon the place to ask how common this lexeme is? */
export function isLexiconWord(lexeme: string): boolean {
  return /^\p{L}{3,30}$/u.test(lexeme)
}

/** Takes note of the words of a `tsvector` literal. */
export function noteWords(vector: string): void {
  for (const match of vector.matchAll(WORD)) {
    const word = match[1] ?? ''
    const count = waiting.get(word)
    if (count !== undefined || waiting.size < MOST_WAITING) waiting.set(word, (count ?? 0) + 1)
  }
}

/** Writes the noted words down. Any number of processes may do so at once. */
export async function writeLexicon(db: Db): Promise<void> {
  if (waiting.size === 0) return
  const noted = waiting
  waiting = new Map()
  const words = [...noted.keys()].toSorted()
  const counts = words.map((word) => noted.get(word) ?? 1)
  await sql`
    insert into lexicon (word, seen)
    select * from unnest(${words}::text[], ${counts}::int[])
    on conflict (word) do update set seen = least(lexicon.seen::bigint + excluded.seen, 2000000000)`.execute(
    db,
  )
}
