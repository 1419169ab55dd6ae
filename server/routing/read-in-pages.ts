import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'

/** The first page is what is needed as a rule; where those are for others, each is twice the one before. */
const firstPage = 50
const largestPage = 1000

/**
 * Reads a long list page by page, so that no process holds more than one page of it: all pages are of the moment of the
 * first. The cursor lives as long as the transaction, in which each name is used once.
 */
export async function* readInPages<T>(
  tx: Tx,
  name: 'routing_waiting' | 'routing_unowned',
  query: RawBuilder<T>,
): AsyncGenerator<T[]> {
  await sql`declare ${sql.id(name)} no scroll cursor for ${query}`.execute(tx)
  for (let size = firstPage; ; size = Math.min(size * 2, largestPage)) {
    const { rows } = await sql<T>`fetch forward ${sql.lit(size)} from ${sql.id(name)}`.execute(tx)
    if (rows.length > 0) yield rows
    if (rows.length < size) return
  }
}
