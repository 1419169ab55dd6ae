import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { WebFormRow } from './tables.ts'

/** What is done to one filled-in form is done one after the other, until the transaction ends. */
export async function lockSubmission(tx: Tx, form: Pick<WebFormRow, 'id'>, key: string): Promise<void> {
  await sql`select pg_advisory_xact_lock(hashtextextended(${`form ${form.id} ${key}`}, 0))`.execute(tx)
}
