import type { Calendar, CalendarFeed, CalendarState, CalendarUse } from '#contract/calendars.ts'
import type { CalendarFeedRow, CalendarRow } from './tables.ts'
import { isWorking, nextWorkingInstant, workingIntervals, type WorkingTime } from './working-time.ts'

const near = { hours: 24 * 60 }
const oneDay = { hours: 24 }

export function presentCalendar(
  row: CalendarRow,
  { feeds, uses }: { feeds: readonly CalendarFeedRow[]; uses: CalendarUse[] },
  calendar: WorkingTime,
  now: Date,
): Calendar {
  return {
    id: row.id,
    name: row.name,
    timeZone: row.time_zone,
    week: row.week,
    holidays: row.holidays,
    days: row.days,
    version: row.version,
    feeds: feeds.map(presentFeed),
    uses,
    state: stateOf(calendar, now),
  }
}

/** Whether work goes on at a moment; from when to when this or the next stretch of it lasts. */
export function stateOf(calendar: WorkingTime, now: Date): CalendarState {
  const at = now.toTemporalInstant()
  const first = nextWorkingInstant(calendar, at)
  if (!first || Temporal.Instant.compare(first, at.add(near)) > 0)
    return { isWorking: false, from: null, to: null }
  const works = isWorking(calendar, at)
  const [stretch] = workingIntervals(calendar, works ? at.subtract(oneDay) : first, first.add(near)).filter(
    (one) => Temporal.Instant.compare(one.to, first) > 0,
  )
  return {
    isWorking: works,
    from: stretch ? textOf(stretch.from) : null,
    to: stretch && Temporal.Instant.compare(stretch.to, first.add(near)) < 0 ? textOf(stretch.to) : null,
  }
}

function textOf(instant: Temporal.Instant): string {
  return instant.toString({ smallestUnit: 'millisecond' })
}

function presentFeed(row: CalendarFeedRow): CalendarFeed {
  return {
    id: row.id,
    name: row.name,
    url: row.url,
    dayCount: row.days.length,
    skipped: row.skipped,
    readAt: row.read_at?.toISOString() ?? null,
    triedAt: row.tried_at?.toISOString() ?? null,
    failure: row.failure,
  }
}
