import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Log } from '#server/platform/log.ts'
import { writeLexicon } from './lexicon.ts'

const EVERY_MS = 10_000
/** One process at a time; the number is arbitrary and ours alone. */
const LOCK = 685_546

export interface SearchIndexUpkeep {
  /** Waits for work in progress. */
  stop(): Promise<void>
}

/**
 * Moves new words from the index's pending list to their places, and the lexicon's news to the lexicon, every ten
 * seconds in which something was written. Start it in every process that writes tickets.
 */
export function startSearchIndexUpkeep(db: Db, log: Log): SearchIndexUpkeep {
  let written = -1
  let running: Promise<void> | undefined
  const round = async (): Promise<void> => {
    try {
      await writeLexicon(db)
      written = await mergePending(db, written)
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

/** Empties the pending list if rows were written since `before`; answers the new count. */
async function mergePending(db: Db, before: number): Promise<number> {
  const { rows } = await sql<{ written: number }>`
    select n_tup_ins + n_tup_upd as written from pg_stat_user_tables where relname = 'search_document'`.execute(
    db,
  )
  const written = rows[0]?.written ?? 0
  if (written !== before) {
    await sql`
      select case when pg_try_advisory_lock(${LOCK}) then
        gin_clean_pending_list('search_document_words_idx') + pg_advisory_unlock(${LOCK})::int end`.execute(
      db,
    )
  }
  return written
}
