import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Notice } from './notices.ts'

/** Tells every process; inside a transaction, when it commits. */
export async function notify(db: Db, notice: Notice): Promise<void> {
  await sql`select pg_notify('otklik', ${JSON.stringify(notice)})`.execute(db)
}
