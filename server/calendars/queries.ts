import type { Calendar } from '#contract/calendars.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { calendarUses } from './calendar-uses.ts'
import { loadCalendar } from './load-calendar.ts'
import { presentCalendar } from './present.ts'
import type { CalendarRow } from './tables.ts'

export async function listCalendars(db: Db, now: Date): Promise<{ items: Calendar[] }> {
  const rows = await db.selectFrom('calendar').selectAll().orderBy('name').orderBy('id').execute()
  return { items: await withFeeds(db, rows, now) }
}

/** One calendar as it is shown; `not_found` when there is none. */
export async function getCalendar(db: Db, id: number, now: Date): Promise<Calendar> {
  const rows = await db.selectFrom('calendar').selectAll().where('id', '=', id).execute()
  return found((await withFeeds(db, rows, now))[0])
}

async function withFeeds(db: Db, rows: CalendarRow[], now: Date): Promise<Calendar[]> {
  const feeds = await db.selectFrom('calendar_feed').selectAll().orderBy('id').execute()
  const uses = await calendarUses(
    db,
    rows.map((row) => row.id),
  )
  const shown: Calendar[] = []
  for (const row of rows) {
    const calendar = await loadCalendar(db, row.id)
    const own = feeds.filter((feed) => feed.calendar_id === row.id)
    if (calendar)
      shown.push(presentCalendar(row, { feeds: own, uses: uses.get(row.id) ?? [] }, calendar, now))
  }
  return shown
}
