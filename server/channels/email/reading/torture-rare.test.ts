import iconv from 'iconv-lite'
import { describe, expect, it } from 'vitest'
import { parseLetter } from './parse.ts'

const head = 'From: ann@c.example\nSubject: Hi\n'
const read = (letter: string | Buffer): ReturnType<typeof parseLetter> => parseLetter(Buffer.from(letter))

/** The inverse of what is tested: every byte plus 42, and what a transport would spoil behind "=". */
function encodeYenc(data: Buffer): Buffer {
  const bytes = [...data].flatMap((byte) => {
    const shifted = (byte + 42) & 0xff
    return [0x00, 0x0a, 0x0d, 0x3d].includes(shifted) ? [0x3d, (shifted + 64) & 0xff] : [shifted]
  })
  return Buffer.from(bytes)
}

describe('a byte that is white space in Latin-1 and half a letter elsewhere', () => {
  it('stays at the end of a raw subject', () => {
    expect(read(Buffer.concat([Buffer.from('Subject: '), iconv.encode('Вот она', 'cp866')])).subject).toBe(
      'Вот она',
    )
    expect(read('Subject: Voilà\n\nx').subject).toBe('Voilà')
    expect(read('Subject: СССР\n\nx').subject).toBe('СССР')
  })

  it('stays at the end of a raw name among several', () => {
    const letter = read('To: Voilà <a@c.example>, СССР <b@c.example>\n\nx')
    expect(letter.to.map((box) => box.name)).toEqual(['Voilà', 'СССР'])
  })

  it('stays at the end of a raw file name', () => {
    const letter = read(
      `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/pdf; name=Voilà\n\nx\n--b--`,
    )
    expect(letter.attachments.map((file) => file.name)).toEqual(['Voilà'])
  })
})

describe('yEnc', () => {
  const every = Buffer.from(Array.from({ length: 256 }, (_, byte) => byte))
  const letter = (body: Buffer): ReturnType<typeof parseLetter> =>
    read(Buffer.concat([Buffer.from(`${head}\nhello\n=ybegin line=300 size=256 name=a b.bin\n`), body]))

  it('is taken out of the text', () => {
    const found = letter(Buffer.concat([encodeYenc(every), Buffer.from('\r\n=yend size=256\nbye\n')]))
    expect(found.text).toBe('hello\nbye\n')
    expect(found.attachments.map((file) => file.name)).toEqual(['a b.bin'])
    expect(Buffer.from(found.attachments[0]?.content ?? [])).toEqual(every)
  })

  it('in several parts, its line about the part left out', () => {
    const found = letter(
      Buffer.concat([
        Buffer.from('=ypart begin=1 end=256\n'),
        encodeYenc(every),
        Buffer.from('\n=yend size=256\n'),
      ]),
    )
    expect(Buffer.from(found.attachments[0]?.content ?? [])).toEqual(every)
  })

  it('without an end is text', () => {
    expect(letter(Buffer.from('abc\n')).attachments).toEqual([])
    expect(read(`${head}\nWhat does =ybegin mean?\n=yend is the end\n`).text).toContain('=ybegin mean')
  })
})

it('reads the boundary before a comment', () => {
  expect(read(`${head}Content-Type: multipart/mixed; boundary=b (x)\n\n--b\n\nhi\n--b--\n`).text).toBe('hi')
})

it('says once what stands twice under one boundary used for two levels', () => {
  const letter = read(
    `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: multipart/alternative; boundary=b\n\n--b\n\nhi\n--b\nContent-Type: text/html\n\n<p>hi</p>\n--b--\n`,
  )
  expect([letter.text, letter.html]).toEqual(['hi', '<p>hi</p>'])
})

it('reads an address in "[mailto:…]"', () => {
  expect(read('From: Ann [mailto:ann@c.example]\n\nx').from).toEqual({
    name: 'Ann',
    address: 'ann@c.example',
  })
})

it('reads an RFC 2231 name whose second mark is forgotten', () => {
  const name = (value: string): string | undefined =>
    read(
      `${head}Content-Type: multipart/mixed; boundary=b\n\n--b\nContent-Type: application/pdf\nContent-Disposition: attachment; filename*=${value}\n\nx\n--b--`,
    ).attachments[0]?.name
  expect(name("utf-8'%D0%A1%D1%87%D1%91%D1%82.pdf")).toBe('Счёт.pdf')
  expect(name("it's%20mine.pdf")).toBe("it's mine.pdf")
})
