import { describe, expect, test } from 'vitest'
import { durationText, parseDuration } from './duration.ts'

describe('durations', () => {
  test.each([
    ['8', 480],
    ['8 ч', 480],
    ['8ч', 480],
    ['1,5 ч', 90],
    ['1ч 30м', 90],
    ['1 ч 30 мин', 90],
    ['1 h 30 min', 90],
    ['2 hours', 120],
    ['2 часа', 120],
    ['90 мин', 90],
    ['90 минут', 90],
    ['45m', 45],
    ['8:30', 510],
    ['0.5', 30],
    ['', null],
    ['0', null],
    ['скоро', null],
    ['-5', null],
    ['9999 ч', null],
    ['1 d', null],
  ])('%s', (text, minutes) => {
    expect(parseDuration(text)).toBe(minutes)
  })

  test.each([
    [480, '8 ч'],
    [90, '1 ч 30 мин'],
    [30, '30 мин'],
    [1441, '24 ч 1 мин'],
  ])('%i minutes are %s, and come back', (minutes, text) => {
    expect(durationText(minutes, { hour: 'ч', minute: 'мин' })).toBe(text)
    expect(parseDuration(text)).toBe(minutes)
  })
})
