import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'

/** The ticket's inbox while it sends, else the first that does; null where none sends. */
export async function sendingInbox(tx: Tx, ticketId: number): Promise<number | null> {
  const { rows } = await sql<{ id: number }>`select inbox.id from inbox
    left join ticket on ticket.id = ${ticketId} and ticket.inbox_id = inbox.id
    where inbox.is_active and inbox.archived_at is null
    order by ticket.id is null, inbox.id limit 1`.execute(tx)
  return rows[0]?.id ?? null
}
