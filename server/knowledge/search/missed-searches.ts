import { sql } from 'kysely'
import type * as z from 'zod'
import type { Language } from '#contract/common.ts'
import type { MissedSearch } from '#contract/knowledge-upkeep.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/** So many different ones are kept: a flood of nonsense fills no disk. */
const mostKept = 5000

/**
 * Counts a search that found nothing. The words alone, nothing of who searched; what looks like an address, a telephone
 * number or the number of a card is nobody's business.
 */
export async function noteMissedSearch(db: Db, language: Language, typed: string, now: Date): Promise<void> {
  const query = typed.toLowerCase().replace(/\s+/g, ' ').trim().slice(0, 100)
  if (query.length < 2 || query.includes('@') || query.replace(/\D/g, '').length > 5) return
  await sql`insert into missed_search as missed (language, query, last_at)
    select ${language}, ${query}, ${now}
    where exists (select from missed_search where language = ${language} and query = ${query})
      or (select count(*) from missed_search) < ${mostKept}
    on conflict (language, query) do update set times = missed.times + 1, last_at = excluded.last_at`.execute(
    db,
  )
}

export async function listMissedSearches(db: Db, limit: number): Promise<z.infer<typeof MissedSearch>[]> {
  const rows = await db
    .selectFrom('missed_search')
    .selectAll()
    .orderBy('times', 'desc')
    .orderBy('last_at', 'desc')
    .limit(limit)
    .execute()
  return rows.map((row) => ({
    language: row.language,
    query: row.query,
    times: row.times,
    lastAt: row.last_at.toISOString(),
  }))
}

export async function forgetMissedSearch(db: Db, language: Language, query: string): Promise<void> {
  await db.deleteFrom('missed_search').where('language', '=', language).where('query', '=', query).execute()
}
