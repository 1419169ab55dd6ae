import { readFile } from 'node:fs/promises'
import { expect, test } from 'vitest'
import type { DayHours } from '#contract/calendars.ts'
import { workingTimeOf } from './load-calendar.ts'
import type { CalendarRules } from './special-days.ts'
import { addWorkingMs, aroundTheClock, type WorkingTime, workingMsBetween } from './working-time.ts'

/** The examples worked by hand in docs/guides/deadlines.*.md, counted; both guides must name what comes out. */
const office: DayHours[] = [{ from: '09:00', to: '18:00' }]
const nights: DayHours[] = [{ from: '22:00', to: '06:00' }]
const moscow: CalendarRules = {
  timeZone: 'Europe/Moscow',
  week: [office, office, office, office, office, [], []],
  holidays: { kind: 'russia', shortenedMinutes: 60 },
  days: [],
}
const berlinNights: CalendarRules = {
  timeZone: 'Europe/Berlin',
  week: Array.from({ length: 7 }, () => nights),
  holidays: { kind: 'none' },
  days: [],
}

interface Example {
  rules: CalendarRules
  /** Counts every hour instead of the calendar's. */
  isCalendarTime?: boolean
  start: string
  hours: number
  /** Pauses, and the time a ticket was solved: clocks stand. */
  stands?: readonly [from: string, to: string][]
  due: string
}

const examples: [number, Example][] = [
  [1, { rules: moscow, start: '2026-03-20T16:30', hours: 4, due: '2026-03-23T11:30' }],
  [2, { rules: moscow, start: '2026-05-02T23:40', hours: 1, due: '2026-05-04T10:00' }],
  [3, { rules: moscow, start: '2026-06-11T15:00', hours: 8, due: '2026-06-15T15:00' }],
  [4, { rules: moscow, start: '2025-10-31T17:00', hours: 10, due: '2025-11-05T10:00' }],
  [5, { rules: moscow, start: '2025-12-30T16:00', hours: 4, due: '2026-01-12T11:00' }],
  [
    6,
    {
      rules: moscow,
      start: '2026-04-14T10:00',
      hours: 8,
      stands: [['2026-04-14T13:00', '2026-04-15T11:00']],
      due: '2026-04-15T16:00',
    },
  ],
  [
    7,
    {
      rules: moscow,
      start: '2026-04-08T09:00',
      hours: 8,
      stands: [['2026-04-08T15:00', '2026-04-09T10:00']],
      due: '2026-04-09T12:00',
    },
  ],
  [
    8,
    {
      rules: berlinNights,
      isCalendarTime: true,
      start: '2026-03-28T22:00',
      hours: 8,
      due: '2026-03-29T07:00',
    },
  ],
  [9, { rules: berlinNights, start: '2026-10-24T23:00', hours: 8, due: '2026-10-25T06:00' }],
]

test.each(examples)('example %i of the guides', async (number, example) => {
  const calendar = example.isCalendarTime ? aroundTheClock : await workingTimeOf(example.rules, [])
  const { timeZone } = example.rules
  expect(dueOf(calendar, example, timeZone)).toBe(example.due)
  const at = Temporal.PlainDateTime.from(example.due)
  for (const language of ['ru', 'en'] as const) {
    const guide = await readFile(
      new URL(`../../docs/guides/deadlines.${language}.md`, import.meta.url),
      'utf8',
    )
    const row = guide.split('\n').find((line) => line.startsWith(`| ${number} |`))
    expect(row, `${language} ${number}`).toContain(`**${written(at, language)}**`)
  }
})

function dueOf(calendar: WorkingTime, { start, hours, stands = [] }: Example, timeZone: string): string {
  const instant = (text: string) => Temporal.PlainDateTime.from(text).toZonedDateTime(timeZone).toInstant()
  let from = instant(start)
  let left = hours * 3_600_000
  for (const [stop, go] of stands) {
    left -= workingMsBetween(calendar, from, instant(stop))
    from = instant(go)
  }
  const due = addWorkingMs(calendar, from, left).toZonedDateTimeISO(timeZone)
  return due.toPlainDateTime().toString({ smallestUnit: 'minute' })
}

/** `пн 23.03.2026, 11:30`. */
function written(at: Temporal.PlainDateTime, language: 'ru' | 'en'): string {
  const days = {
    ru: ['пн', 'вт', 'ср', 'чт', 'пт', 'сб', 'вс'],
    en: ['Mon', 'Tue', 'Wed', 'Thu', 'Fri', 'Sat', 'Sun'],
  }
  const two = (value: number) => String(value).padStart(2, '0')
  const time = `${two(at.hour)}:${two(at.minute)}`
  return `${days[language][at.dayOfWeek - 1]} ${two(at.day)}.${two(at.month)}.${at.year}, ${time}`
}
