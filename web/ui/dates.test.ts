import { describe, expect, test } from 'vitest'
import { type DateWords, feedTime, listTime, sentenceTime, shortDate, shortDuration } from './dates.ts'

const words: DateWords = {
  today: 'сегодня',
  yesterday: 'вчера',
  todayAt: (time) => `сегодня в ${time}`,
  yesterdayAt: (time) => `вчера в ${time}`,
  tomorrowAt: (time) => `завтра в ${time}`,
  dateAt: (date, time) => `${date} в ${time}`,
}
const now = new Date('2026-11-22T09:00:00Z')
const zone = 'Europe/Moscow'

describe('dates as an agent says them', () => {
  test('a list shows the time today, then "yesterday", then the date', () => {
    expect(listTime(new Date('2026-11-22T08:04:00Z'), now, 'ru', words, zone)).toBe('11:04')
    expect(listTime(new Date('2026-11-21T08:04:00Z'), now, 'ru', words, zone)).toBe('вчера')
    expect(listTime(new Date('2026-11-02T08:04:00Z'), now, 'ru', words, zone)).toBe('2 нояб.')
    expect(listTime(new Date('2026-11-02T08:04:00Z'), now, 'en', words, zone)).toBe('2 Nov')
  })

  test('midnight is the agent’s, not Greenwich’s', () => {
    // 21:30 UTC on the 21st is half past midnight on the 22nd in Moscow.
    expect(listTime(new Date('2026-11-21T21:30:00Z'), now, 'ru', words, zone)).toBe('00:30')
    expect(listTime(new Date('2026-11-21T21:30:00Z'), now, 'ru', words, 'UTC')).toBe('вчера')
  })

  test('another year is written out', () => {
    expect(shortDate(new Date('2025-03-08T08:00:00Z'), now, 'ru', zone)).toBe('8 мар. 2025')
    expect(shortDate(new Date('2025-03-08T08:00:00Z'), now, 'en', zone)).toBe('8 Mar 2025')
  })

  test('a conversation and a sentence keep the time', () => {
    expect(feedTime(new Date('2026-11-21T08:04:00Z'), now, 'ru', words, zone)).toBe('вчера в 11:04')
    expect(feedTime(new Date('2026-11-02T08:04:00Z'), now, 'ru', words, zone)).toBe('2 нояб. в 11:04')
    expect(sentenceTime(new Date('2026-11-22T08:22:00Z'), now, 'ru', words, zone)).toBe('сегодня в 11:22')
  })

  test('what is yet to come is never "today" on another day', () => {
    expect(sentenceTime(new Date('2026-11-22T20:00:00Z'), now, 'ru', words, zone)).toBe('сегодня в 23:00')
    expect(sentenceTime(new Date('2026-11-22T22:00:00Z'), now, 'ru', words, zone)).toBe('завтра в 01:00')
    expect(sentenceTime(new Date('2026-11-24T08:00:00Z'), now, 'ru', words, zone)).toBe('24 нояб. в 11:00')
  })

  test('a duration is short', () => {
    expect(shortDuration(18 * 60_000, 'ru')).toBe('18 мин')
    expect(shortDuration(3 * 3_600_000, 'ru')).toBe('3 ч')
    expect(shortDuration(5 * 86_400_000, 'ru')).toBe('5 дн.')
    expect(shortDuration(3 * 3_600_000, 'en')).toBe('3h')
  })
})
