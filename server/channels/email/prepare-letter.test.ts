import { describe, expect, it } from 'vitest'
import { prepareLetter } from './prepare-letter.ts'

const letter = (type: string, body: string): Buffer =>
  Buffer.from(`From: ann@customer.example\nSubject: Question\nContent-Type: ${type}\n\n${body}`)

describe('a letter too large or too strange to be shown whole', () => {
  it('says so, so that the raw letter is attached', () => {
    const long = prepareLetter(letter('text/html', '<p>words</p>\n'.repeat(100_000)))
    expect(long.letter.unparsableReason).toBe('HTML longer than 1000000 characters')
    expect(long.visibleHtml?.startsWith('<p>words</p>')).toBe(true)
    expect(long.visibleHtml?.trimEnd().endsWith('</p>')).toBe(true)

    const deep = prepareLetter(letter('text/html', `${'<div>'.repeat(5_000)}words`))
    expect(deep.letter.unparsableReason).toBe('HTML nested too deeply')
    expect(deep.visibleHtml).toBeNull()
    expect(deep.visibleText).toBe('words')
  })

  it('says nothing of an ordinary one', () => {
    expect(prepareLetter(letter('text/html', '<p>words</p>')).letter.unparsableReason).toBeNull()
    expect(prepareLetter(letter('text/html', '<!-- nothing -->')).letter.unparsableReason).toBeNull()
  })
})

it('never throws, whatever comes', () => {
  for (const raw of [
    '',
    '\0',
    '\r',
    '\n\n',
    'Content-Type: multipart/mixed; boundary=""\n\n--\n',
    'Content-Type: multipart/mixed; boundary=a\n\n--a--',
    ':\n:\n',
    'Subject:\n\n\ufeff',
  ]) {
    expect(prepareLetter(Buffer.from(raw)).letter.unparsableReason).toBeNull()
  }
})
