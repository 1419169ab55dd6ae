import { expect, test } from 'vitest'
import { EmailAddress } from './common.ts'

test.each([
  'anna@example.com',
  ' Anna.Li+tag@Example.COM ',
  'support@localhost',
  'почта@пример.рф',
  "o'neill@a-b.example",
])('%s is an address', (address) => {
  expect(EmailAddress.parse(address)).toBe(address.trim().toLowerCase())
})

test.each([
  '',
  'anna',
  '@example.com',
  'anna@',
  'a b@example.com',
  'anna@exa mple.com',
  'a@b@c.example',
  '<anna@example.com>',
  'anna@-example',
  'x@y\r\nBcc: z@y.example',
  `${'a'.repeat(65)}@example.com`,
])('%j is none', (address) => {
  expect(EmailAddress.safeParse(address).success).toBe(false)
})
