import { describe, expect, test } from 'vitest'
import {
  addWorkingMs,
  aroundTheClock,
  createWorkingTime,
  type DayInterval,
  isWorking,
  nextWorkingInstant,
  workingIntervals,
  workingMsBetween,
} from './working-time.ts'

const hour = 3_600_000
const nineToSix = [{ from: 540, to: 1080 }]
const always = [{ from: 0, to: 1440 }]
const office: DayInterval[][] = [nineToSix, nineToSix, nineToSix, nineToSix, nineToSix, [], []]
const everyDay = (hours: DayInterval[]) => Array.from({ length: 7 }, () => hours)

function calendar(timeZone: string, week: DayInterval[][], special: Record<string, DayInterval[]> = {}) {
  const days = new Map(Object.entries(special))
  return createWorkingTime({
    timeZone,
    week,
    specialDays: (year) => new Map([...days].filter(([date]) => date.startsWith(`${year}-`))),
  })
}
const at = (text: string) => Temporal.Instant.from(text)
const day = (cal: ReturnType<typeof calendar>, date: string) => {
  const start = Temporal.PlainDate.from(date).toZonedDateTime(cal.rules.timeZone).toInstant()
  return workingMsBetween(cal, start, start.add({ hours: 20 })) / hour
}

describe('counting forwards', () => {
  const moscow = calendar('Europe/Moscow', office, {
    '2026-06-12': [],
    '2026-06-11': [{ from: 540, to: 1020 }],
  })
  test.each([
    ['inside a day', '2026-06-02T10:08+03:00', 2, '2026-06-02T12:08+03:00'],
    [
      'exactly to the end of a day, not the next morning',
      '2026-06-02T09:00+03:00',
      9,
      '2026-06-02T18:00+03:00',
    ],
    ['over a night', '2026-06-02T17:00+03:00', 2, '2026-06-03T10:00+03:00'],
    ['over a weekend', '2026-06-05T17:30+03:00', 1, '2026-06-08T09:30+03:00'],
    ['from outside hours', '2026-06-06T03:00+03:00', 1, '2026-06-08T10:00+03:00'],
    ['over a shortened day and a holiday', '2026-06-11T16:00+03:00', 2, '2026-06-15T10:00+03:00'],
    ['nothing at all, outside hours', '2026-06-06T03:00+03:00', 0, '2026-06-06T03:00+03:00'],
  ])('%s', (_, from, hours, due) => {
    expect(addWorkingMs(moscow, at(from), hours * hour)).toEqual(at(due))
  })

  test('refuses to count backwards', () => {
    expect(() => addWorkingMs(moscow, at('2026-06-02T09:00Z'), -1)).toThrow(RangeError)
    expect(() => addWorkingMs(moscow, at('2026-06-02T09:00Z'), Number.NaN)).toThrow(RangeError)
  })

  test('a calendar that never works gives up after a century instead of never', () => {
    const never = calendar('UTC', everyDay([]))
    expect(addWorkingMs(never, at('2026-01-01T00:00Z'), 1).toZonedDateTimeISO('UTC').year).toBe(2125)
    expect(nextWorkingInstant(never, at('2026-01-01T00:00Z'))).toBeNull()
    expect(workingIntervals(never, at('2026-01-01T00:00Z'), at('2027-01-01T00:00Z'))).toEqual([])
  })
})

describe('clocks that are put forward and back', () => {
  const berlin = calendar('Europe/Berlin', everyDay(always))
  test('the day of the gap is an hour shorter', () => {
    const start = at('2026-03-29T00:00+01:00')
    expect(workingMsBetween(berlin, start, at('2026-03-30T00:00+02:00'))).toBe(23 * hour)
  })
  test('the day of the overlap is an hour longer', () => {
    const start = at('2026-10-25T00:00+02:00')
    expect(workingMsBetween(berlin, start, at('2026-10-26T00:00+01:00'))).toBe(25 * hour)
  })
  test('a night shift through the gap loses an hour, through the overlap it gains one', () => {
    const nights = calendar('Europe/Berlin', everyDay([{ from: 22 * 60, to: 30 * 60 }]))
    const shift = (from: string) => workingMsBetween(nights, at(from), at(from).add({ hours: 12 })) / hour
    expect(shift('2026-03-28T22:00+01:00')).toBe(7)
    expect(shift('2026-10-24T22:00+02:00')).toBe(9)
    expect(shift('2026-11-10T22:00+01:00')).toBe(8)
  })
  test('hours that fall into the gap are not worked', () => {
    const early = calendar('Europe/Berlin', everyDay([{ from: 120, to: 150 }]))
    expect(day(early, '2026-03-29')).toBe(0)
    expect(day(early, '2026-10-25')).toBe(1)
  })
  test('half an hour of Lord Howe', () => {
    const lordHowe = calendar('Australia/Lord_Howe', everyDay(always))
    expect(workingMsBetween(lordHowe, at('2026-04-05T00:00+11:00'), at('2026-04-06T00:00+10:30'))).toBe(
      24.5 * hour,
    )
  })
  test('the day Samoa never had', () => {
    const apia = calendar('Pacific/Apia', everyDay(nineToSix), { '2011-12-31': [] })
    expect(addWorkingMs(apia, at('2011-12-29T18:00-10:00'), hour)).toEqual(at('2012-01-01T10:00+14:00'))
  })
  test('three quarters of an hour of Kathmandu', () => {
    const kathmandu = calendar('Asia/Kathmandu', office)
    expect(nextWorkingInstant(kathmandu, at('2026-06-01T00:00Z'))).toEqual(at('2026-06-01T03:15Z'))
  })
})

describe('days and intervals', () => {
  test('overlapping and touching intervals are one', () => {
    const cal = calendar(
      'UTC',
      everyDay([
        { from: 600, to: 720 },
        { from: 540, to: 660 },
        { from: 720, to: 780 },
      ]),
    )
    expect(workingIntervals(cal, at('2026-01-01T00:00Z'), at('2026-01-02T00:00Z'))).toEqual([
      { from: at('2026-01-01T09:00Z'), to: at('2026-01-01T13:00Z') },
    ])
  })
  test('a shift over midnight belongs to the day it begins on, also into a holiday', () => {
    const cal = calendar('UTC', everyDay([{ from: 1320, to: 1560 }]), { '2026-01-02': [] })
    expect(workingIntervals(cal, at('2026-01-01T12:00Z'), at('2026-01-03T12:00Z'))).toEqual([
      { from: at('2026-01-01T22:00Z'), to: at('2026-01-02T02:00Z') },
    ])
  })
  test('leap days and year ends', () => {
    const cal = calendar('Europe/Moscow', everyDay(nineToSix), { '2028-12-31': [], '2029-01-01': [] })
    expect(day(cal, '2028-02-29')).toBe(9)
    expect(addWorkingMs(cal, at('2028-12-30T17:00+03:00'), 2 * hour)).toEqual(at('2029-01-02T10:00+03:00'))
  })
  test('what is joined over the inner blocks comes out as one', () => {
    const intervals = workingIntervals(aroundTheClock, at('2020-01-01T00:00Z'), at('2030-01-01T00:00Z'))
    expect(intervals).toHaveLength(1)
    expect(addWorkingMs(aroundTheClock, at('2026-01-01T00:00Z'), 5)).toEqual(at('2026-01-01T00:00:00.005Z'))
  })
  test('the end of an interval is outside, its beginning inside', () => {
    const cal = calendar('UTC', office)
    expect(isWorking(cal, at('2026-06-02T09:00Z'))).toBe(true)
    expect(isWorking(cal, at('2026-06-02T08:59:59.999Z'))).toBe(false)
    expect(isWorking(cal, at('2026-06-02T18:00Z'))).toBe(false)
    expect(nextWorkingInstant(cal, at('2026-06-02T12:00Z'))).toEqual(at('2026-06-02T12:00Z'))
  })
})
