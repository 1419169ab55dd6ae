import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { documentVectors, type TextPart } from './language.ts'
import { noteWords } from './search-index/lexicon.ts'
import { rangeVector } from './search-index/ranges.ts'
import type { SearchKind } from './search-index/tables.ts'

export { isLexiconWord, writeLexicon } from './search-index/lexicon.ts'
export { FINE_PER_COARSE, FINE_TICKETS, fineRange, rangeQuery } from './search-index/ranges.ts'
export { type SearchIndexUpkeep, startSearchIndexUpkeep } from './search-index/upkeep.ts'

/** Where a row is left alone: appending rewrites it and indexes its words again. Bytes as stored, compressed. */
const FULL_ROW = 12_000

export interface IndexedText {
  ticketId: number
  /** Who may find it: everybody who sees the ticket, or only those who may read notes. */
  kind: SearchKind
  /** Weights: A subject, B whom it concerns, D what was said. */
  parts: readonly TextPart[]
}

/**
 * Makes text findable, in the transaction that writes it: one round trip that sends the new words only and reads
 * nothing back. Texts of one ticket and kind add up. Nothing happens for a text without words.
 */
export async function indexTicketText(tx: Tx, { ticketId, kind, parts }: IndexedText): Promise<void> {
  const vectors = documentVectors(parts)
  if (vectors.length === 0) return
  for (const vector of vectors) noteWords(vector)
  const rows = vectors.map((vector) => `${vector} ${rangeVector(ticketId)}`)
  await sql`
    insert into search_document as document (ticket_id, kind, segment, words)
    select ${ticketId}::bigint, ${kind}::text, last.segment + part.number - 1, part.words::tsvector
    from unnest(${rows}::text[]) with ordinality as part (words, number),
      (select coalesce((
        select case when pg_column_size(words) > ${FULL_ROW}::int then segment + 1 else segment end
        from search_document where ticket_id = ${ticketId}::bigint and kind = ${kind}::text
        order by segment desc limit 1), 0) as segment) as last
    on conflict (ticket_id, kind, segment) do update set words = document.words || excluded.words`.execute(tx)
}
