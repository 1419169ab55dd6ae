import { expect, test } from 'vitest'
import { numberOf, numberText, numberToType } from './numbers.ts'

test.each<[string, 'ru' | 'en', number | null]>([
  ['12', 'ru', 12],
  ['1 000,5', 'ru', 1000.5],
  ['1\u00a0000,5', 'ru', 1000.5],
  ['1,000', 'ru', 1],
  ['1,000', 'en', 1000],
  ['-1,234,567.25', 'en', -1234567.25],
  ['1.5', 'ru', 1.5],
  ['1,5', 'en', null],
  ['1,00,000', 'en', null],
  ['−7', 'ru', -7],
  ['0x10', 'ru', null],
  ['1e3', 'en', null],
  ['1e400', 'en', null],
  ['Infinity', 'en', null],
  ['9'.repeat(400), 'en', null],
  ['twelve', 'en', null],
  ['', 'en', null],
])('%s, in %s, is %s', (text, language, number) => {
  expect(numberOf(text, language)).toBe(number)
})

test('nothing of a number is left out where it is read', () => {
  expect(numberText(0.000125, 'en')).toBe('0.000125')
  expect(numberText(1234.5678, 'en')).toBe('1,234.5678')
  expect(numberText(1234.5678, 'ru')).toBe('1\u00a0234,5678')
})

test.each([0, -1.5, 0.1, 1e21, 5e-7, 1234567.125])(
  'what is put into the field to be changed is %s again',
  (number) => {
    for (const language of ['ru', 'en'] as const)
      expect(numberOf(numberToType(number, language), language)).toBe(number)
  },
)
