import type { CalendarInput, CalendarPreview, CalendarYear } from '#contract/calendars.ts'
import type { Language } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { checkCalendar } from './calendar-input.ts'
import { hoursOf, minutesOf, workedMinutes } from './day-hours.ts'
import { isRussianYearKnown } from './holidays/russia.ts'
import { workingTimeOf } from './load-calendar.ts'
import { stateOf } from './present.ts'
import { type DayResolver, openDays } from './special-days.ts'

interface Question {
  calendar: CalendarInput
  feedsOf: number | null
  year: number
  language: Language
}

/** How a calendar works in a year and right now; nothing is written. */
export async function previewCalendar(
  db: Db,
  { calendar, feedsOf, year, language }: Question,
  now: Date,
): Promise<CalendarPreview> {
  await checkCalendar(calendar)
  const feeds = await db
    .selectFrom('calendar_feed')
    .select('days')
    .where('calendar_id', '=', feedsOf)
    .execute()
  const feedDays = feeds.flatMap((feed) => feed.days)
  const daysOf = await openDays(calendar, feedDays)
  return {
    state: stateOf(await workingTimeOf(calendar, feedDays), now),
    year: yearOf(calendar, daysOf, year, language),
  }
}

function yearOf(
  calendar: CalendarInput,
  daysOf: DayResolver,
  year: number,
  language: Language,
): CalendarYear {
  const special = daysOf(year, language)
  const week = calendar.week.map(minutesOf)
  let workingDays = 0
  let workingMinutes = 0
  let date = Temporal.PlainDate.from({ year, month: 1, day: 1 })
  for (; date.year === year; date = date.add({ days: 1 })) {
    const minutes = workedMinutes(special.get(date.toString())?.intervals ?? week[date.dayOfWeek - 1] ?? [])
    if (minutes > 0) workingDays += 1
    workingMinutes += minutes
  }
  return {
    year,
    days: [...special]
      .map(([day, { kind, name, source, intervals }]) => ({
        date: day,
        kind,
        name,
        source,
        intervals: hoursOf(intervals),
      }))
      .toSorted((a, b) => (a.date < b.date ? -1 : 1)),
    workingDays,
    workingMinutes,
    russia:
      calendar.holidays.kind === 'russia' ? (isRussianYearKnown(year) ? 'official' : 'provisional') : null,
  }
}
