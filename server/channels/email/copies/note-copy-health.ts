import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

/** Remembers whether an inbox's mailbox can be kept in order; null is good news. */
export async function noteCopyHealth(
  db: Db,
  inboxId: number,
  error: string | null,
  now: Date,
): Promise<void> {
  const said = error?.slice(0, 1000) ?? null
  await sql`update inbox set copy_error = ${said},
    copy_error_at = case when ${said}::text is null then null else coalesce(copy_error_at, ${now}) end
    where id = ${inboxId} and copy_error is distinct from ${said}`.execute(db)
}
