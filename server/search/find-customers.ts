import { sql } from 'kysely'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { visibleTickets } from '#server/tickets/index.ts'

const MOST_CUSTOMERS = 50
const SHORTEST_NAME = 3

/** Customers who are reached by exactly this address or number, as the index writes it (digits without a plus). */
export async function customersAt(db: Db, lexeme: string): Promise<number[]> {
  const rows = await db
    .selectFrom('customer_address')
    .select('customer_id')
    .where('value', 'in', lexeme.includes('@') ? [lexeme] : [lexeme, `+${lexeme}`])
    .execute()
  return rows.map((row) => row.customer_id)
}

/** Customers whose name is like what was typed, or whose address holds it: for names misspelt or typed in part. */
export async function customersLike(db: Db, typed: string): Promise<number[]> {
  const text = typed.trim().toLowerCase()
  if (text.length < SHORTEST_NAME) return []
  const part = `%${text.replace(/[\\%_]/g, '\\$&')}%`
  const { rows } = await sql<{ id: number }>`
    select id from (
      select id, word_similarity(${text}, name) as likeness from customer where ${text} <% name
      union all
      select customer_id, 1 from (select customer_id from customer_address where value like ${part} limit 50) as address
    ) as customer group by id order by max(likeness) desc, id desc limit ${MOST_CUSTOMERS}`.execute(db)
  return rows.map((row) => row.id)
}

/** The customers' tickets that the agent sees, newest first. */
export async function ticketsOfCustomers(
  db: Db,
  actor: Actor,
  customerIds: readonly number[],
  page: { before: number | null; limit: number },
): Promise<number[]> {
  if (customerIds.length === 0) return []
  const rows = await db
    .selectFrom('ticket')
    .select('ticket.id')
    .where(visibleTickets(actor))
    .where('ticket.customer_id', '=', sql<number>`any(${customerIds}::bigint[])`)
    .$if(page.before !== null, (tickets) => tickets.where('ticket.id', '<', page.before))
    .orderBy('ticket.id', 'desc')
    .limit(page.limit)
    .execute()
  return rows.map((row) => row.id)
}
