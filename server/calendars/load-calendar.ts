import type { Db } from '#server/platform/database/open-database.ts'
import { minutesOf } from './day-hours.ts'
import { type CalendarRules, openDays } from './special-days.ts'
import type { FeedDay } from './tables.ts'
import { createWorkingTime, type WorkingTime } from './working-time.ts'

/** By revision, so that a change is seen by whoever asks next, inside a transaction or out, in every process. */
const kept = new Map<string, Promise<WorkingTime>>()
const mostKept = 200

/**
 * A saved calendar ready to count with; null when there is none of that id. One query by primary key while nobody
 * changes it: what was worked out is kept in memory.
 */
export async function loadCalendar(db: Db, id: number): Promise<WorkingTime | null> {
  const current = await db.selectFrom('calendar').select('revision').where('id', '=', id).executeTakeFirst()
  if (!current) return null
  const known = kept.get(current.revision)
  if (known) return known
  const row = await db.selectFrom('calendar').selectAll().where('id', '=', id).executeTakeFirst()
  if (!row) return null
  const feeds = await db.selectFrom('calendar_feed').select('days').where('calendar_id', '=', id).execute()
  const rules = { timeZone: row.time_zone, week: row.week, holidays: row.holidays, days: row.days }
  const loading = workingTimeOf(
    rules,
    feeds.flatMap((feed) => feed.days),
  )
  // What was read may already be newer than the revision asked for first.
  remember(row.revision, loading)
  return loading
}

/** Counts by rules, saved or not. */
export async function workingTimeOf(
  rules: CalendarRules,
  feedDays: readonly FeedDay[],
): Promise<WorkingTime> {
  const daysOf = await openDays(rules, feedDays)
  return createWorkingTime({
    timeZone: rules.timeZone,
    week: rules.week.map(minutesOf),
    specialDays: (year) => new Map([...daysOf(year, 'en')].map(([date, day]) => [date, day.intervals])),
  })
}

function remember(revision: string, loading: Promise<WorkingTime>): void {
  if (kept.size >= mostKept) kept.clear()
  kept.set(revision, loading)
  loading.catch(() => kept.delete(revision))
}
