import { describe, expect, it } from 'vitest'
import { prepareLetter } from './prepare-letter.ts'

const letter = (type: string, body: string): Buffer =>
  Buffer.from(`From: ann@customer.example\nSubject: Question\nContent-Type: ${type}\n\n${body}`)

describe('a letter too large or too strange to be shown whole', () => {
  it('says so, so that the raw letter is attached', () => {
    const long = prepareLetter(letter('text/html', '<p>words</p>\n'.repeat(100_000)))
    expect(long.letter.unparsableReason).toBe('HTML longer than 1000000 characters')
    expect(long.visibleHtml).toBeNull()
    expect(long.visibleText.startsWith('words')).toBe(true)

    const links = prepareLetter(letter('text/html', '<a href="https://a.example">word</a> '.repeat(5_001)))
    expect(links.letter.unparsableReason).toBe('more than 5000 links')
    expect(links.visibleHtml).toBeNull()

    let nested = 'Content-Type: text/plain\n\nwords'
    for (let depth = 0; depth < 90; depth += 1)
      nested = `Content-Type: multipart/mixed; boundary=n${depth}\n\n--n${depth}\n${nested}\n--n${depth}--`
    const parts = (inner: string) => prepareLetter(Buffer.from(`From: ann@customer.example\n${inner}`))
    expect(parts(nested).visibleText).toBe('words')
    for (let depth = 90; depth < 120; depth += 1)
      nested = `Content-Type: multipart/mixed; boundary=n${depth}\n\n--n${depth}\n${nested}\n--n${depth}--`
    expect(parts(nested).letter.unparsableReason).toBe('parts nested too deeply')

    const text = prepareLetter(letter('text/plain', 'words\n'.repeat(2_000_000)))
    expect(text.letter.unparsableReason).toBe('text longer than 5000000 characters')
    expect(text.visibleText.startsWith('words')).toBe(true)

    const deep = prepareLetter(letter('text/html', `${'<div>'.repeat(5_000)}words`))
    expect(deep.letter.unparsableReason).toBe('HTML nested too deeply')
    expect(deep.visibleHtml).toBeNull()
    expect(deep.visibleText).toBe('words')
  })

  it('becomes small when its pictures are taken out of the HTML', () => {
    const picture = Buffer.alloc(2_000_000, 7)
    const html = `<p>See</p><img alt="a" src="data:image/png;base64,${picture.toString('base64')}"><p>there</p>`
    const { letter: parsed, visibleHtml } = prepareLetter(letter('text/html', html))
    expect(parsed.unparsableReason).toBeNull()
    expect(visibleHtml).toContain('data-otk-cid="data-image-1@letter"')
    expect(parsed.attachments).toMatchObject([{ name: 'image.png', mime: 'image/png', isInline: true }])
    expect(Buffer.from(parsed.attachments[0]?.content ?? []).equals(picture)).toBe(true)
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
