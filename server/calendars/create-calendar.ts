import type { Calendar, CalendarInput } from '#contract/calendars.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { checkCalendar, naming } from './calendar-input.ts'
import { tellCalendar } from './calendar-changed.ts'
import { getCalendar } from './queries.ts'

/** Adds a calendar; `already_exists` when one is called so. */
export async function createCalendar(
  tx: Tx,
  actor: Actor | null,
  input: CalendarInput,
  now: Date,
): Promise<Calendar> {
  await checkCalendar(input)
  const { id } = await naming(() =>
    tx
      .insertInto('calendar')
      .values({
        name: input.name,
        time_zone: input.timeZone,
        week: JSON.stringify(input.week),
        holidays: JSON.stringify(input.holidays),
        days: JSON.stringify(input.days),
        created_at: now,
        updated_at: now,
      })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  await tellCalendar(tx, actor, 'calendar.created', { id, name: input.name }, now)
  return getCalendar(tx, id, now)
}
