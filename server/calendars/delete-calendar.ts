import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { naming } from './calendar-input.ts'
import { calendarUses } from './calendar-uses.ts'
import { tellCalendar } from './calendar-changed.ts'

/** Takes a calendar away; `in_use` while a policy, a rule or an agent's hours count by it. */
export async function deleteCalendar(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const uses = await calendarUses(tx, [id])
  if (uses.get(id)?.length) fail('in_use')
  const { name } = found(
    await naming(() => tx.deleteFrom('calendar').where('id', '=', id).returning('name').executeTakeFirst()),
  )
  await tellCalendar(tx, actor, 'calendar.deleted', { id, name }, now)
}
