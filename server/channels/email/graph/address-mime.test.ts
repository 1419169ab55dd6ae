import { expect, test } from 'vitest'
import { addressMime } from './address-mime.ts'

const mime = [
  'From: Support <support@desk.example>',
  'To: "Doe, Jane" <jane@a.example>,',
  ' Bob@b.example',
  'Cc: team@c.example',
  'Subject: Hello',
  '',
  'To: nobody@in.the.body',
  '',
].join('\r\n')
const addressed = (...to: string[]) => addressMime(Buffer.from(mime), to).toString()

test('whom the header names already is left alone', () => {
  expect(addressed('jane@a.example', 'bob@b.example', 'team@c.example')).toBe(mime)
})

test('a hidden recipient goes into Bcc', () => {
  const text = addressed('jane@a.example', 'bob@b.example', 'team@c.example', 'boss@d.example')
  expect(text).toContain('Cc: team@c.example\r\n')
  expect(text).toContain('Bcc: boss@d.example\r\n\r\nTo: nobody@in.the.body')
})

test('who is not meant is not named: nobody gets a letter twice', () => {
  const text = addressed('jane@a.example')
  expect(text).not.toMatch(/bob@b|team@c|Doe/i)
  expect(text).toContain('Subject: Hello\r\nTo: jane@a.example\r\n\r\n')
})
