import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { decodeBytes } from './charset/charset.ts'
import { parseLetter } from './parse.ts'
import { prepareLetter } from './prepare-letter.ts'

/** Sentences of the rules for reading letters that no other test shows. */
const head = 'From: ann@c.example\r\nTo: desk@d.example\r\nSubject: Hi\r\nMIME-Version: 1.0\r\n'
const related = (html: string, image: string): string =>
  `${head}Content-Type: multipart/related; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n${html}\r\n--b\r\n${image}\r\nContent-Transfer-Encoding: base64\r\n\r\niVBORw0KGgo=\r\n--b--\r\n`
const read = (letter: string): ReturnType<typeof parseLetter> => parseLetter(Buffer.from(letter))

describe('charsets', () => {
  it.each([
    ['x-mac-roman', 'macroman', 'Café naïve'],
    ['x-mac-ce', 'maccenteuro', 'Zażółć gęślą'],
    ['x-mac-greek', 'macgreek', 'Καλημέρα'],
    ['x-mac-turkish', 'macturkish', 'Şükrü çok'],
    ['x-mac-cyrillic', 'maccyrillic', 'Привет'],
    ['iso-2022-jp-ms', 'shift_jis', 'こんにちは、テスト'],
    ['cp949', 'cp949', '똠방각하 안녕하세요'],
  ])('%s', (label, codec, text) => {
    expect(decodeBytes(iconv.encode(text, codec), label)).toBe(text)
  })

  it('are asked of the HTML itself where the letter names none', () => {
    const html = iconv.encode('<meta charset="iso-8859-7"><p>Καλημέρα σε όλους</p>', 'iso-8859-7')
    const letter = parseLetter(Buffer.concat([Buffer.from(`${head}Content-Type: text/html\r\n\r\n`), html]))
    expect(letter.text).toBe('Καλημέρα σε όλους')
  })

  it('never bring a NUL into a text, a subject, a name or a file name', () => {
    const letter = read(
      `From: A\0nn <ann@c.example>\r\nSubject: =?utf-8?b?QQBC?=\r\nContent-Type: multipart/mixed; boundary=b\r\n\r\n--b\r\n\r\none\0two\r\n--b\r\nContent-Type: application/pdf; name="a\0b.pdf"\r\n\r\nx\r\n--b--`,
    )
    const words = [letter.text, letter.subject, letter.from?.name, letter.attachments[0]?.name]
    expect(words.filter((word) => word?.includes('\0'))).toEqual([])
  })
})

describe('parts', () => {
  it('a picture with neither name nor id is a file with a sensible name', () => {
    const letter = read(related('<p>x<img src="cid:other@c"></p>', 'Content-Type: image/png'))
    expect(letter.attachments).toMatchObject([{ name: 'image.png', contentId: null, isInline: false }])
  })

  it('an encrypted letter and a detached signature stay whole among the files', () => {
    const pgp = read(
      `${head}Content-Type: multipart/encrypted; protocol="application/pgp-encrypted"; boundary=b\r\n\r\n--b\r\nContent-Type: application/pgp-encrypted\r\n\r\nVersion: 1\r\n--b\r\nContent-Type: application/octet-stream; name=encrypted.asc\r\n\r\n-----BEGIN PGP MESSAGE-----\r\nabc\r\n-----END PGP MESSAGE-----\r\n--b--\r\n`,
    )
    expect(pgp.attachments.map((file) => file.name)).toEqual(['file.asc', 'encrypted.asc'])
    expect(Buffer.from(pgp.attachments[1]?.content ?? []).toString()).toContain('BEGIN PGP MESSAGE')
    const smime = read(
      `${head}Content-Type: application/pkcs7-mime; smime-type=enveloped-data\r\nContent-Transfer-Encoding: base64\r\n\r\nMIAG\r\n`,
    )
    expect(smime.attachments.map((file) => file.name)).toEqual(['smime.p7m'])
  })

  it('an invitation beside an empty page is read out', () => {
    const letter = read(
      `${head}Content-Type: multipart/alternative; boundary=b\r\n\r\n--b\r\nContent-Type: text/html\r\n\r\n<html><body>&nbsp;</body></html>\r\n--b\r\nContent-Type: text/calendar; method=CANCEL\r\n\r\nBEGIN:VCALENDAR\r\nMETHOD:CANCEL\r\nBEGIN:VEVENT\r\nSUMMARY:Meeting\r\nEND:VEVENT\r\nEND:VCALENDAR\r\n--b--\r\n`,
    )
    expect(letter.text).toContain('Cancelled: Meeting')
    expect(letter.html).toBeNull()
  })
})

describe('quotes', () => {
  const prepare = (html: string): ReturnType<typeof prepareLetter> =>
    prepareLetter(Buffer.from(`${head}Content-Type: text/html; charset=utf-8\r\n\r\n${html}`))

  it.each([
    '<!</style>',
    '<style><!-- p { margin: 0 } --></style>',
    '<p>&nbsp;</p><div><br></div>',
    '<title>Re</title>',
  ])('are not hidden where nothing but %s stands above', (above) => {
    const { visibleText, quotedText } = prepare(
      `${above}<div class="gmail_quote">On Tue, 3 Mar 2026 at 10:15, Ann &lt;a@b.example&gt; wrote:<blockquote class="gmail_quote">Theirs</blockquote></div>`,
    )
    expect(visibleText).toContain('Theirs')
    expect(quotedText).toBe('')
  })

  it('leave a picture that is all of the answer', () => {
    const { visibleHtml, quotedText } = prepare(
      '<img src="cid:a@b"><div class="gmail_quote"><blockquote class="gmail_quote">Theirs</blockquote></div>',
    )
    expect(visibleHtml).toContain('data-otk-cid')
    expect(visibleHtml).not.toContain('Theirs')
    expect(quotedText).toContain('Theirs')
  })
})
