import { blockedAmong } from '#server/customers/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/**
 * Whom of these a machine must not write to now: addresses that bounced, people who called our letters spam. Asked
 * right before sending, because a letter may have waited.
 */
export async function barredFromAutomatic(
  db: Db,
  addresses: readonly string[],
  now: Date,
): Promise<string[]> {
  const rows = await blockedAmong(db, addresses, now)
  return [...new Set(rows.map((row) => row.address))]
}
