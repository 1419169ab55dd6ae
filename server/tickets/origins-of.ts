import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import { mergedTicketIds } from './merged-tickets.ts'
import { ticketNumbers } from './ticket-number.ts'

/** The ticket a post was written in, before that went into another. */
export interface Origin {
  id: number
  number: string
}

/**
 * Where the posts of a ticket were written, of those that came with merges. A post that came through several tickets
 * came first from the one of its earliest merge.
 */
export async function originsOf(
  db: Db,
  ticketId: number,
  postIds: readonly number[],
): Promise<Map<number, Origin>> {
  if (postIds.length === 0) return new Map()
  const { rows } = await sql<{ post_id: number; source_id: number }>`
    select distinct on (post_id) post_id, source_id
    from ticket_merge as merge, unnest(merge.post_ids) as post_id
    where merge.undone_at is null and merge.target_id in ${mergedTicketIds(ticketId)}
      and post_id = any(${[...postIds]}::bigint[])
    order by post_id, merge.id`.execute(db)
  if (rows.length === 0) return new Map()
  const numberOf = await ticketNumbers(db)
  return new Map(rows.map((row) => [row.post_id, { id: row.source_id, number: numberOf(row.source_id) }]))
}
