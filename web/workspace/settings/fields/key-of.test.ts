import { expect, test } from 'vitest'
import { keyOf } from './key-of.ts'

test.each([
  ['Тариф клиента', 'tarif_klienta'],
  ['Order №', 'order'],
  ['1С', 'f_1s'],
  ['  Ёлка & щука  ', 'elka_schuka'],
  ['日本', 'f'],
  ['constructor', 'constructor_2'],
])('%s is called %s', (name, key) => {
  expect(keyOf(name)).toBe(key)
  expect(key).toMatch(/^[a-z][a-z0-9_]{0,39}$/)
})

test('no key is given twice, and none grows too long', () => {
  expect(keyOf('Plan', ['plan', 'plan_2'])).toBe('plan_3')
  expect(keyOf('я'.repeat(50), [keyOf('я'.repeat(50))]).length).toBeLessThanOrEqual(40)
})
