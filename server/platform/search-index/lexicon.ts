import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

/** A word worth offering: letters of one alphabet, as long as words are. */
const WORD = /'([а-я]{3,30}|[a-z]{3,30})':/g
const MOST_WAITING = 50_000

/**
 * Words seen by this process and not yet in the lexicon. They are written apart from the letters that brought them, in
 * one sorted statement: two letters with the same new words must not wait for each other. A crash loses only the news
 * that a word exists, until it occurs again.
 */
let waiting = new Map<string, number>()

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
