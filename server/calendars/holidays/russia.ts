import type { Language } from '#contract/common.ts'
import type { ListedDay } from './listed-day.ts'
import { russianYears } from './russian-decrees.ts'

/** Article 112 of the Labour Code, as it stands since 2013. */
const newYear = { ru: 'Новогодние каникулы', en: 'New Year holidays' }
const christmas = { ru: 'Рождество Христово', en: 'Christmas' }
const holidays: Readonly<Record<string, Record<Language, string>>> = {
  '01-01': newYear,
  '01-02': newYear,
  '01-03': newYear,
  '01-04': newYear,
  '01-05': newYear,
  '01-06': newYear,
  '01-07': christmas,
  '01-08': newYear,
  '02-23': { ru: 'День защитника Отечества', en: 'Defender of the Fatherland Day' },
  '03-08': { ru: 'Международный женский день', en: 'International Women’s Day' },
  '05-01': { ru: 'Праздник Весны и Труда', en: 'Spring and Labour Day' },
  '05-09': { ru: 'День Победы', en: 'Victory Day' },
  '06-12': { ru: 'День России', en: 'Russia Day' },
  '11-04': { ru: 'День народного единства', en: 'National Unity Day' },
}
const words = {
  movedFrom: { ru: 'Перенос с', en: 'Day off moved from' },
  workingFor: { ru: 'Рабочий день вместо', en: 'Working day instead of' },
  eve: { ru: 'Предпраздничный день', en: 'Eve of a holiday' },
}

/** Whether the year's decree is known; otherwise the holidays stand as the Labour Code alone has them. */
export function isRussianYearKnown(year: number): boolean {
  return year in russianYears
}

/** The production calendar of a year for a five-day week. */
export function russianDays(year: number, language: Language): ListedDay[] {
  const moves = (russianYears[year]?.moves ?? []).map(([from, to]) => ({
    from: on(year, from),
    to: on(year, to),
  }))
  const holidayNames = new Map(
    Object.entries(holidays).map(([day, name]) => [on(year, day).toString(), name]),
  )
  const isHoliday = (date: Temporal.PlainDate) => holidayNames.has(date.toString())
  const days = new Map<string, ListedDay>()
  for (const [date, name] of holidayNames) days.set(date, { date, kind: 'off', name: name[language] })

  const moveOff = (from: Temporal.PlainDate, to: Temporal.PlainDate) =>
    days.set(to.toString(), {
      date: to.toString(),
      kind: 'off',
      name: `${words.movedFrom[language]} ${shortDate(from)}`,
    })
  for (const { from, to } of moves) moveOff(from, to)
  for (const holiday of holidayNames.keys()) {
    const date = Temporal.PlainDate.from(holiday)
    const isDecreed = date.month === 1 || moves.some(({ from }) => from.equals(date))
    if (date.dayOfWeek < 6 || isDecreed) continue
    // To the next working day after the holiday: article 112.
    let next = date.add({ days: 1 })
    while (next.dayOfWeek > 5 || days.get(next.toString())?.kind === 'off') next = next.add({ days: 1 })
    moveOff(date, next)
  }
  const isEve = (date: Temporal.PlainDate) => isHoliday(date.add({ days: 1 })) || isNewYearsEve(date)
  for (const { from, to } of moves) {
    if (isHoliday(from)) continue
    // The working Saturday is as long as the day that it stands for.
    days.set(from.toString(), {
      date: from.toString(),
      kind: 'moved',
      weekday: to.dayOfWeek,
      isEve: isEve(to),
      name: `${words.workingFor[language]} ${shortDate(to)}`,
    })
  }
  const eves = [...holidayNames.keys()].map((date) => Temporal.PlainDate.from(date).subtract({ days: 1 }))
  for (const eve of [...eves, on(year, '12-31')]) {
    const date = eve.toString()
    if (eve.year !== year || eve.dayOfWeek > 5 || days.has(date)) continue
    days.set(date, { date, kind: 'shortened', name: words.eve[language] })
  }
  return [...days.values()].toSorted((a, b) => (a.date < b.date ? -1 : 1))
}

function on(year: number, day: string): Temporal.PlainDate {
  return Temporal.PlainDate.from(`${String(year).padStart(4, '0')}-${day}`)
}

function isNewYearsEve(date: Temporal.PlainDate): boolean {
  return date.month === 12 && date.day === 31
}

function shortDate(date: Temporal.PlainDate): string {
  return `${String(date.day).padStart(2, '0')}.${String(date.month).padStart(2, '0')}`
}
