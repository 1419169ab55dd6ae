import type { CalendarInput, SpecialDay, YearDay } from '#contract/calendars.ts'
import type { Language } from '#contract/common.ts'
import { minutesOf, shortened } from './day-hours.ts'
import { countryHolidays } from './holidays/countries.ts'
import type { HolidayList, ListedDay } from './holidays/listed-day.ts'
import { russianDays } from './holidays/russia.ts'
import type { FeedDay } from './tables.ts'
import type { DayInterval } from './working-time.ts'

/** What decides about days: the calendar itself and the lists it subscribes to. */
export type CalendarRules = Pick<CalendarInput, 'timeZone' | 'week' | 'holidays' | 'days'>

/** A day that is not like its weekday, with the hours that come out. */
export interface ResolvedDay {
  kind: YearDay['kind']
  name: string
  source: YearDay['source']
  intervals: DayInterval[]
}

/** Days of a year by date: by hand beats subscriptions, these beat holidays, holidays beat the week. */
export type DayResolver = (year: number, language: Language) => Map<string, ResolvedDay>

/** Prepares the lists a calendar goes by; loads what they need. */
export async function openDays(rules: CalendarRules, feedDays: readonly FeedDay[]): Promise<DayResolver> {
  const list = await holidayList(rules)
  const week = rules.week.map(minutesOf)
  const eveMinutes = rules.holidays.kind === 'russia' ? rules.holidays.shortenedMinutes : 0
  return (year, language) => {
    const days = new Map<string, ResolvedDay>()
    for (const listed of list(year, language)) {
      const day = listedDay(listed, week, eveMinutes)
      if (day) days.set(listed.date, day)
    }
    const ofYear = `${String(year).padStart(4, '0')}-`
    for (const { date, name } of feedDays)
      if (date.startsWith(ofYear)) days.set(date, { kind: 'off', name, source: 'feed', intervals: [] })
    for (const day of rules.days)
      if (day.date.startsWith(ofYear))
        days.set(day.date, {
          kind: day.kind,
          name: day.name,
          source: 'hand',
          intervals: handHours(day, week),
        })
    return days
  }
}

async function holidayList({ holidays }: CalendarRules): Promise<HolidayList> {
  if (holidays.kind === 'russia') return russianDays
  if (holidays.kind === 'country') return countryHolidays(holidays.country, holidays.state)
  return () => []
}

function listedDay(
  { date, kind, name, weekday, isEve }: ListedDay,
  week: readonly DayInterval[][],
  eveMinutes: number,
): ResolvedDay | null {
  const usual = hoursOn(date, week)
  if (kind === 'off') return { kind, name, source: 'holidays', intervals: [] }
  if (kind === 'moved') {
    const hours = week[(weekday ?? 1) - 1] ?? []
    return { kind, name, source: 'holidays', intervals: isEve ? shortened(hours, eveMinutes) : hours }
  }
  // On the eve of a holiday nothing changes for who does not work that day anyway.
  if (eveMinutes === 0 || usual.length === 0) return null
  return { kind, name, source: 'holidays', intervals: shortened(usual, eveMinutes) }
}

function handHours(day: SpecialDay, week: readonly DayInterval[][]): DayInterval[] {
  if (day.kind === 'off') return []
  if (day.kind === 'hours') return minutesOf(day.intervals)
  if (day.kind === 'moved') return week[day.weekday - 1] ?? []
  return shortened(hoursOn(day.date, week), day.minutes)
}

function hoursOn(date: string, week: readonly DayInterval[][]): DayInterval[] {
  return week[Temporal.PlainDate.from(date).dayOfWeek - 1] ?? []
}
