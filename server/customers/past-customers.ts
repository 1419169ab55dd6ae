import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'

/** An old letter shows that we have known somebody for longer. */
export async function knownSince(tx: Tx, id: number, at: Date): Promise<void> {
  await sql`update customer set created_at = ${at} where id = ${id} and created_at > ${at}`.execute(tx)
}

/** Forgets those of these customers who came in since then and whom nobody has edited; the caller knows they are unused. */
export async function forgetCustomers(tx: Tx, ids: readonly number[], since: Date): Promise<void> {
  await sql`delete from customer where id = any(${ids}::bigint[]) and updated_at >= ${since} and version = 1`.execute(
    tx,
  )
}
