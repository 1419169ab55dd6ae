import { expect, test } from 'vitest'
import { normaliseEmail, normalisePhone } from './address.ts'

test('one mailbox has one spelling', () => {
  expect(normaliseEmail('  Irina.Sokolova@Example.COM ')).toBe('irina.sokolova@example.com')
})

test.each([
  ['+7 (495) 123-45-67', '+74951234567'],
  ['8 495 123 45 67', '+74951234567'],
  ['7 495 123 45 67', '+74951234567'],
  ['916 123-45-67', '+79161234567'],
  ['+44 20 7946 0000', '+442079460000'],
  ['112', '112'],
])('%s is kept as %s', (typed, stored) => {
  expect(normalisePhone(typed)).toBe(stored)
})

test('what holds no number is no phone', () => {
  expect(normalisePhone('нет')).toBeNull()
  expect(normalisePhone('1234567890123456')).toBeNull()
})
