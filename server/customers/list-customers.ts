import { sql } from 'kysely'
import type { Customer } from '#contract/customers.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import { normalisePhone } from './address.ts'
import { presentCustomer } from './present.ts'
import { customerCards } from './queries.ts'

interface Query {
  q?: string | undefined
  cursor?: string | undefined
  limit: number
}

/** Customers whose name, address or phone holds what was typed, newest first. */
export async function listCustomers(
  db: Db,
  query: Query,
): Promise<{ items: Customer[]; nextCursor: string | null }> {
  const cursor = readCursor(query.cursor)
  const rows = await customerCards(db)
    .$if(Boolean(query.q), (cards) => cards.where('customer.id', 'in', matching(db, query.q ?? '')))
    .$if(cursor !== null, (cards) => cards.where('customer.id', '<', cursor?.id ?? 0))
    .orderBy('customer.id', 'desc')
    .limit(query.limit + 1)
    .execute()
  const page = cutPage(rows, query.limit, (row) => ({ value: null, id: row.id }))
  return { items: page.rows.map(presentCustomer), nextCursor: page.nextCursor }
}

/** Served by the trigram indexes of the search slice. */
function matching(db: Db, typed: string) {
  const pattern = `%${typed.replace(/[\\%_]/g, '\\$&')}%`
  const phone = normalisePhone(typed)
  return db
    .selectFrom('customer')
    .select('id')
    .where('name', 'ilike', pattern)
    .union(
      db
        .selectFrom('customer_address')
        .select('customer_id as id')
        .where((eb) =>
          eb.or([
            eb('value', 'like', pattern.toLowerCase()),
            ...(phone === null ? [] : [eb('value', 'like', sql<string>`${`${phone}%`}`)]),
          ]),
        ),
    )
}
