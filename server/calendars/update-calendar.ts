import { sql } from 'kysely'
import type { Calendar, CalendarInput } from '#contract/calendars.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { tellCalendar } from './calendar-changed.ts'
import { checkCalendar, naming } from './calendar-input.ts'
import { getCalendar } from './queries.ts'

/** Changes a calendar; what is left out stays. `version_conflict` when somebody was quicker. */
export async function updateCalendar(
  tx: Tx,
  actor: Actor,
  id: number,
  { version, ...changes }: Partial<CalendarInput> & { version: number },
  now: Date,
): Promise<Calendar> {
  await checkCalendar(changes)
  const before = found(
    await tx.selectFrom('calendar').select('version').where('id', '=', id).forUpdate().executeTakeFirst(),
  )
  if (before.version !== version) fail('version_conflict', { detail: { version: before.version } })
  const { name } = await naming(() =>
    tx
      .updateTable('calendar')
      .set({
        name: changes.name,
        time_zone: changes.timeZone,
        week: changes.week && JSON.stringify(changes.week),
        holidays: changes.holidays && JSON.stringify(changes.holidays),
        days: changes.days && JSON.stringify(changes.days),
        version: version + 1,
        revision: sql`gen_random_uuid()`,
        updated_at: now,
      })
      .where('id', '=', id)
      .returning('name')
      .executeTakeFirstOrThrow(),
  )
  await tellCalendar(tx, actor, 'calendar.updated', { id, name }, now)
  return getCalendar(tx, id, now)
}
