import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { reviseCalendar } from '../calendar-changed.ts'

/** Drops a list; its days are ordinary ones again. Answers its calendar. */
export async function deleteFeed(tx: Tx, actor: Actor, id: number, now: Date): Promise<number> {
  const { calendar_id } = found(
    await tx.deleteFrom('calendar_feed').where('id', '=', id).returning('calendar_id').executeTakeFirst(),
  )
  await reviseCalendar(tx, actor, calendar_id, now)
  return calendar_id
}
