import { expect, test } from 'vitest'
import { dayOf, wholeDays } from './whole-days.ts'

test('the days of the agent’s own zone, wherever the computer stands', () => {
  expect(dayOf(new Date('2026-11-23T20:00:00Z'), 'Asia/Vladivostok')).toBe('2026-11-24')
  expect(wholeDays('2026-11-24', '2026-11-24', 'Asia/Vladivostok')).toEqual({
    startsAt: '2026-11-23T14:00:00.000Z',
    endsAt: '2026-11-24T14:00:00.000Z',
  })
  expect(wholeDays('', '2026-11-24', 'UTC')).toBeNull()
})

test('a day on which clocks change has 23 or 25 hours', () => {
  const hours = (day: string) => {
    const days = wholeDays(day, day, 'Europe/Berlin')
    return days && (Date.parse(days.endsAt) - Date.parse(days.startsAt)) / 3_600_000
  }
  expect([hours('2026-03-29'), hours('2026-10-25'), hours('2026-12-31')]).toEqual([23, 25, 24])
})
