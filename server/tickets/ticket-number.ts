import type { Db } from '#server/platform/database/open-database.ts'
import { readSettings } from '#server/platform/settings.ts'

/** How a ticket's number is written, with the desk's prefix: 1256 → HD-1256. */
export async function ticketNumbers(db: Db): Promise<(id: number) => string> {
  const { ticket_prefix: prefix } = await readSettings(db)
  return (id) => `${prefix}-${id}`
}
