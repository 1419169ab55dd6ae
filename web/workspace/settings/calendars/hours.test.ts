import { describe, expect, test } from 'vitest'
import {
  furtherHours,
  hoursOf,
  hoursText,
  moved,
  parseTime,
  resized,
  sorted,
  spanOf,
  workedMinutes,
  overlaps,
} from './hours.ts'

describe('hours of a day', () => {
  test.each([
    ['09:00', '18:00', 540, 1080, '09:00–18:00'],
    ['22:00', '02:00', 1320, 1560, '22:00–02:00 →'],
    ['00:00', '24:00', 0, 1440, '00:00–24:00'],
    ['18:00', '00:00', 1080, 1440, '18:00–24:00'],
    ['09:00', '09:00', 540, 1980, '09:00–09:00 →'],
  ])('%s–%s', (from, to, begins, ends, text) => {
    expect(spanOf({ from, to })).toEqual({ from: begins, to: ends })
    expect(hoursText({ from, to })).toBe(text)
    expect(spanOf(hoursOf({ from: begins, to: ends }))).toEqual({ from: begins, to: ends })
  })

  test('overlapping ones count once, in whatever order they stand', () => {
    const day = [
      { from: '14:00', to: '18:00' },
      { from: '09:00', to: '15:00' },
      { from: '10:00', to: '11:00' },
    ]
    expect(workedMinutes(day)).toBe(9 * 60)
    expect(sorted(day)[0]?.from).toBe('09:00')
  })

  test('are moved and resized within bounds', () => {
    expect(moved({ from: 540, to: 1080 }, -600)).toEqual({ from: 0, to: 540 })
    expect(moved({ from: 540, to: 1080 }, 2000)).toEqual({ from: 1425, to: 1965 })
    expect(resized({ from: 540, to: 1080 }, 'from', 1100)).toEqual({ from: 1065, to: 1080 })
    expect(resized({ from: 540, to: 1080 }, 'to', 100)).toEqual({ from: 540, to: 555 })
    expect(resized({ from: 540, to: 1080 }, 'to', 9999)).toEqual({ from: 540, to: 1980 })
  })

  test.each([
    ['9', '09:00'],
    ['09', '09:00'],
    ['930', '09:30'],
    ['9.30', '09:30'],
    ['18:45', '18:45'],
    ['24', '24:00'],
    ['2400', '24:00'],
    ['24:01', null],
    ['9:60', null],
    ['25', null],
    ['nine', null],
    ['', null],
  ])('typed %s', (text, time) => {
    expect(parseTime(text)).toBe(time)
  })

  test('a further interval does not run over the day', () => {
    expect(furtherHours([])).toEqual({ from: '09:00', to: '18:00' })
    expect(furtherHours([{ from: '09:00', to: '13:00' }])).toEqual({ from: '14:00', to: '17:00' })
    expect(furtherHours([{ from: '09:00', to: '23:30' }])).toEqual({ from: '23:00', to: '24:00' })
  })
})

test('hours that overlap are told from hours that touch, or run into the next day', () => {
  const of = (...pairs: [string, string][]) => overlaps(pairs.map(([from, to]) => ({ from, to })))
  expect(of(['09:00', '13:00'], ['12:30', '18:00'])).toBe(true)
  expect(of(['14:00', '18:00'], ['09:00', '14:00'])).toBe(false)
  expect(of(['22:00', '06:00'], ['23:00', '24:00'])).toBe(true)
  expect(of(['22:00', '06:00'], ['09:00', '12:00'])).toBe(false)
  expect(of()).toBe(false)
})
