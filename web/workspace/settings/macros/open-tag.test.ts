import { expect, test } from 'vitest'
import { hasOpenTag } from './open-tag.ts'

test.each([
  ['<p>Здравствуйте, {{ cust</p>', true],
  ['<p>{{</p>', true],
  ['<p>{% if x</p>', true],
  ['<p>{{ cust и дальше {{ customer.name }}</p>', true],
  ['<p>{{ customer.name }}! {% if x %}да{% endif %}</p>', false],
  ['<p>Просто слова {с скобкой}</p>', false],
  ['', false],
])('%s: %s', (template, isOpen) => {
  expect(hasOpenTag(template)).toBe(isOpen)
})

test('a page full of braces is judged in one reading', () => {
  expect(hasOpenTag('{{ a }}'.repeat(200_000))).toBe(false)
  expect(hasOpenTag('{'.repeat(1_000_000))).toBe(true)
})
