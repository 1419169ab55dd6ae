import { describe, expect, test } from 'vitest'
import { prepareLetter } from './prepare-letter.ts'

/**
 * Letters of one or two characters, over and over. A pattern that tries every place of a line takes minutes for them,
 * and while it does nobody's letters are read: the test's own time limit is what fails then.
 */
const size = 150_000
const pieces = [
  ...Array.from({ length: 95 }, (_, n) => String.fromCharCode(32 + n)),
  '\t',
  '\r\n',
  ...Array.from('\u00a0—…«Яя\u200b漢'),
  ...Array.from('_-*=><@.:,a1/"(|').flatMap((one) => Array.from('_-:a1>@. \t/()', (other) => one + other)),
]

describe.each([
  ['text/plain', (body: string) => `Hello\r\n\r\n${body}`],
  ['text/html', (body: string) => `<p>Hello</p><p>${body.replaceAll('<', '&lt;')}</p>`],
])('%s', (mime, write) => {
  test('is read whatever it is made of', { timeout: 60_000 }, () => {
    for (const piece of pieces) {
      const body = write(piece.repeat(Math.ceil(size / piece.length)))
      const raw = `From: a@evil.example\r\nContent-Type: ${mime}; charset=utf-8\r\n\r\n${body}`
      expect([piece, prepareLetter(Buffer.from(raw)).letter.unparsableReason]).toEqual([piece, null])
    }
  })
})
