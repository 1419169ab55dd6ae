import { expect, test } from 'vitest'
import { dueTone, leftText, ledgerSum, nextChangeMs, spanText } from './due-words.ts'

const minute = 60_000

test.each([
  [45_000, '45 с'],
  [32 * minute + 59_000, '32 мин'],
  [3 * 60 * minute + 59 * minute, '3 ч'],
  [50 * 60 * minute, '2 дн.'],
  [-12 * minute, '−12 мин'],
  [-300, '0 с'],
])('%d ms are %s', (ms, text) => expect(leftText(ms, 'ru').replaceAll('\u00a0', ' ')).toBe(text))

test('a ledger adds up in hours and minutes', () => {
  expect(ledgerSum(190 * minute)).toBe('+3:10')
  expect(spanText(190 * minute, 'ru').replaceAll('\u00a0', ' ')).toBe('3 ч 10 мин')
  expect(spanText(480 * minute, 'en')).toBe('8h')
})

test('a deadline turns from calm to near to over', () => {
  expect([90 * minute, 59 * minute, 0, -1].map(dueTone)).toEqual(['plain', 'warn', 'bad', 'bad'])
})

test('a chip wakes just when its text changes', () => {
  for (const left of [125_000, 61_500, 59_300, 400, -400, -61_500]) {
    const later = left - nextChangeMs(left)
    expect(
      leftText(later, 'en') === leftText(left, 'en') &&
        Math.sign(later) === Math.sign(left) &&
        Math.abs(left) > 1000,
    ).toBe(false)
  }
})
