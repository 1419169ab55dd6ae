import { type RawBuilder, sql } from 'kysely'

/** The id of a ticket and of every one that went into it, as part of a question. */
export function mergedTicketIds(ticketId: number): RawBuilder<number> {
  return sql`(with recursive part as (
      select ${ticketId}::bigint as id
      union select source_id from part join ticket_merge on target_id = part.id and undone_at is null
    ) select id from part)`
}
