import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'

export interface LiveTicket {
  id: number
  customer_id: number
}

/** The ticket, or the one it was merged into; locked, because a post follows. Null when it is gone. */
export async function liveTicket(tx: Tx, id: number): Promise<LiveTicket | null> {
  const { rows } = await sql<LiveTicket & { merged_into_id: number | null }>`
    select id, customer_id, merged_into_id from ticket where id = ${id} for update`.execute(tx)
  const [ticket] = rows
  if (!ticket) return null
  return ticket.merged_into_id === null ? ticket : liveTicket(tx, ticket.merged_into_id)
}
