import { describe, expect, test } from 'vitest'
import { shortened, workedMinutes } from '../day-hours.ts'
import { isRussianYearKnown, russianDays } from './russia.ts'

/** The production calendar's own totals for a forty-hour week of five days: what they come out as proves the days. */
const totals: [year: number, workingDays: number, hours: number][] = [
  [2018, 247, 1970],
  [2019, 247, 1970],
  [2020, 248, 1979],
  [2021, 247, 1972],
  [2022, 247, 1973],
  [2023, 247, 1973],
  [2024, 248, 1979],
  [2025, 247, 1972],
  [2026, 247, 1972],
]
const eight = [{ from: 540, to: 1020 }]

function count(year: number): { days: number; hours: number } {
  const special = new Map(russianDays(year, 'ru').map((day) => [day.date, day]))
  let days = 0
  let minutes = 0
  let date = Temporal.PlainDate.from({ year, month: 1, day: 1 })
  for (; date.year === year; date = date.add({ days: 1 })) {
    const day = special.get(date.toString())
    const works = day ? day.kind !== 'off' : date.dayOfWeek <= 5
    if (!works) continue
    days += 1
    const isShort = day?.kind === 'shortened' || day?.isEve === true
    minutes += workedMinutes(isShort ? shortened(eight, 60) : eight)
  }
  return { days, hours: minutes / 60 }
}

test.each(totals)('in %i there are %i working days, %i hours', (year, days, hours) => {
  expect(isRussianYearKnown(year)).toBe(true)
  expect(count(year)).toEqual({ days, hours })
})

describe('days of the production calendar', () => {
  const kindOf = (date: string) => {
    const day = russianDays(Number(date.slice(0, 4)), 'ru').find((one) => one.date === date)
    return day && [day.kind, day.isEve ?? false].join(' ')
  }
  test.each([
    ['2024-04-27', 'moved false'],
    ['2024-11-02', 'moved true'],
    ['2024-12-28', 'moved false'],
    ['2024-12-30', 'off false'],
    ['2025-11-01', 'moved true'],
    ['2025-05-08', 'off false'],
    ['2025-02-24', undefined],
    ['2026-01-09', 'off false'],
    ['2026-03-09', 'off false'],
    ['2026-05-08', 'shortened false'],
    ['2026-05-11', 'off false'],
    ['2026-12-31', 'off false'],
    ['2021-02-20', 'moved true'],
    ['2023-11-06', 'off false'],
  ])('%s is %s', (date, kind) => {
    expect(kindOf(date)).toBe(kind)
  })

  test('a moved working day stands for the day of the week it replaces', () => {
    expect(russianDays(2024, 'ru').find((day) => day.date === '2024-11-02')?.weekday).toBe(2)
    expect(russianDays(2024, 'en').find((day) => day.date === '2024-11-02')?.name).toBe(
      'Working day instead of 30.04',
    )
  })

  test('of a year whose decree is not known the Labour Code’s holidays stand', () => {
    expect(isRussianYearKnown(2031)).toBe(false)
    const days = russianDays(2031, 'ru')
    expect(days.filter((day) => day.kind === 'off').map((day) => day.date)).toEqual([
      ...[1, 2, 3, 4, 5, 6, 7, 8].map((day) => `2031-01-0${day}`),
      '2031-02-23',
      '2031-02-24',
      '2031-03-08',
      '2031-03-10',
      '2031-05-01',
      '2031-05-09',
      '2031-06-12',
      '2031-11-04',
    ])
  })
})
