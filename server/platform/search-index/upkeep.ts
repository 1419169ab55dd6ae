import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Log } from '#server/platform/log.ts'
import { writeLexicon } from './lexicon.ts'

const EVERY_MS = 10_000
/**
 * A merge visits the place of every word, so one of many texts costs far less than many of few: 12 ms of the database
 * per text for 50 texts, 4 ms for 800. But each search reads through what waits: 2 ms for this many.
 */
const MANY_ROWS = 500
/** Few are merged after a while all the same. */
const PATIENCE_MS = 60_000
/** One process at a time; the number is arbitrary and ours alone. */
const LOCK = 685_546

export interface SearchIndexUpkeep {
  /** Waits for work in progress. */
  stop(): Promise<void>
}

/**
 * Writes the lexicon's news down every ten seconds, and moves new words from the index's pending list to their places
 * once many wait or a minute has passed. Start it in every process that writes tickets.
 */
export function startSearchIndexUpkeep(db: Db, log: Log): SearchIndexUpkeep {
  let merged: Merged | null = null
  let running: Promise<void> | undefined
  const round = async (): Promise<void> => {
    try {
      await writeLexicon(db)
      merged = await mergePending(db, merged)
    } catch (error) {
      log.warn({ error }, 'the search index could not be tidied; it will be tried again')
    }
  }
  const timer = setInterval(() => {
    running ??= round().finally(() => (running = undefined))
  }, EVERY_MS)
  timer.unref()
  return {
    async stop() {
      clearInterval(timer)
      await running
    },
  }
}

/** How many rows had been written at the last merge, and when it was (ms, of the process's clock). */
interface Merged {
  rows: number
  at: number
}

/** Whether what was written since the last merge is worth another. Pure. */
export function isMergeDue(merged: Merged, rows: number, at: number): boolean {
  if (rows === merged.rows) return false
  return rows - merged.rows >= MANY_ROWS || rows < merged.rows || at - merged.at >= PATIENCE_MS
}

/** Empties the pending list when it is time; answers when that was last done. */
async function mergePending(db: Db, merged: Merged | null): Promise<Merged> {
  const { rows } = await sql<{ written: number }>`
    select n_tup_ins + n_tup_upd as written from pg_stat_user_tables where relname = 'search_document'`.execute(
    db,
  )
  const written = rows[0]?.written ?? 0
  const now = performance.now()
  // A process that has just begun does not know what an earlier one left: that waits for a minute too.
  if (merged === null) return { rows: written - 1, at: now }
  if (!isMergeDue(merged, written, now)) return merged
  await sql`
    select case when pg_try_advisory_lock(${LOCK}) then
      gin_clean_pending_list('search_document_words_idx') + pg_advisory_unlock(${LOCK})::int end`.execute(db)
  return { rows: written, at: now }
}
