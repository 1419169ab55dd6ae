import { describe, expect, test } from 'vitest'
import { checkFieldValue, isFilled } from './field-values.ts'
import type { CustomField, FieldKind } from './fields.ts'

const names = { ru: 'Тариф', en: 'Plan' }
const field = (kind: FieldKind, ...choices: CustomField['choices']) => ({ kind, choices })
const plans = [
  { value: 'trial', names, isArchived: false },
  { value: 'full', names, isArchived: false },
  { value: 'old', names, isArchived: true },
]

describe('what each kind takes', () => {
  test.each<[FieldKind, unknown, unknown]>([
    ['text', '  two words ', 'two words'],
    ['text', '   ', null],
    ['long_text', 'a\nb', 'a\nb'],
    ['number', 0, 0],
    ['number', -1.5, -1.5],
    ['checkbox', false, false],
    ['date', '2028-02-29', '2028-02-29'],
    ['choice', 'trial', 'trial'],
    ['multi_choice', ['full', 'trial', 'full'], ['trial', 'full']],
    ['multi_choice', [], null],
    ['url', 'HTTPS://desk.example/a?b#c', 'HTTPS://desk.example/a?b#c'],
    ['url', 'http://почта.example', 'http://почта.example'],
    ['date', '', null],
    ['number', null, null],
  ])('%s: %j', (kind, value, kept) => {
    expect(checkFieldValue(field(kind, ...plans), value)).toEqual({ value: kept })
  })
})

describe('what is wrong', () => {
  test.each<[FieldKind, unknown, string]>([
    ['text', 5, 'not_text'],
    ['text', 'x'.repeat(501), 'too_long'],
    ['number', '5', 'not_number'],
    ['number', Number.NaN, 'not_number'],
    ['checkbox', 'yes', 'not_yes_no'],
    ['date', '2027-02-29', 'not_date'],
    ['date', '2027-2-1', 'not_date'],
    ['choice', 'none', 'not_choice'],
    ['choice', 'old', 'not_choice'],
    ['choice', ['trial'], 'not_choice'],
    ['multi_choice', 'trial', 'not_choice'],
    ['multi_choice', ['trial', 'old'], 'not_choice'],
    ['url', 'javascript:alert(1)', 'not_url'],
    ['url', 'https://', 'not_url'],
    ['url', 'desk.example', 'not_url'],
  ])('%s: %j', (kind, value, problem) => {
    expect(checkFieldValue(field(kind, ...plans), value)).toEqual({ problem })
  })
})

test('what was chosen before it was archived may stay', () => {
  expect(checkFieldValue(field('choice', ...plans), 'old', 'old')).toEqual({ value: 'old' })
  expect(checkFieldValue(field('multi_choice', ...plans), ['old', 'full'], ['old'])).toEqual({
    value: ['full', 'old'],
  })
})

test('a box counts when it is ticked, and zero is a number', () => {
  expect([false, null, undefined, ''].some(isFilled)).toBe(false)
  expect([true, 0, 'x', ['a']].every(isFilled)).toBe(true)
})
