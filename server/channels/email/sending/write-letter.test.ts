import nodemailer from 'nodemailer'
import { describe, expect, it } from 'vitest'
import { judgeLetter } from '../reading/automatic/automated.ts'
import { parseLetter } from '../reading/parse.ts'
import { cutQuote } from '../reading/quotes/quote.ts'
import {
  createBodyMarker,
  createMessageId,
  createReplyAddress,
  findBodyMarker,
  readMessageId,
  readReplyAddress,
} from '../threading/thread-token.ts'
import { type LetterToWrite, buildReferences, buildSubject, writeLetter } from './write-letter.ts'

const key = Buffer.from('a secret of this desk, long enough')
const letter: LetterToWrite = {
  from: { name: 'Поддержка', address: 'support@desk.example' },
  to: [{ name: 'Анна Петрова', address: 'anna@customer.example' }],
  cc: [{ name: '', address: 'boss@customer.example' }],
  replyTo: createReplyAddress(key, 'support@desk.example', 1256),
  subject: 'Re: Fwd: Принтер не печатает [HD-1256]',
  ticket: { prefix: 'HD', number: 1256 },
  isReply: true,
  messageId: createMessageId(key, { ticketId: 1256, partId: 98, domain: 'desk.example' }),
  inReplyTo: 'second@customer.example',
  references: ['first@customer.example', 'second@customer.example'],
  html: '<p>Здравствуйте! Включите <b>питание</b>.</p>',
  signatureHtml: '<p>Иван, поддержка</p>',
  quoted: {
    introduction: 'Анна писала 3 марта:',
    html: null,
    text: 'Не печатает <принтер>\n> раньше печатал',
  },
  marker: createBodyMarker(key, 1256),
  language: 'ru',
  date: new Date('2026-03-03T10:15:00Z'),
}

async function send(input: LetterToWrite) {
  const transport = nodemailer.createTransport({ streamTransport: true, buffer: true, newline: 'windows' })
  const sent = await transport.sendMail(writeLetter(input))
  const raw = sent.message as Buffer
  return { raw, envelope: sent.envelope, read: parseLetter(raw) }
}

describe('a reply', () => {
  it('comes through the wire as meant', async () => {
    const { read, envelope } = await send(letter)
    expect(read.from).toEqual({ name: 'Поддержка', address: 'support@desk.example' })
    expect(read.to).toEqual([{ name: 'Анна Петрова', address: 'anna@customer.example' }])
    expect(read.cc).toEqual([{ name: '', address: 'boss@customer.example' }])
    expect(readReplyAddress(key, read.replyTo[0]?.address ?? '')).toBe(1256)
    expect(read.subject).toBe('Re: Принтер не печатает [HD-1256]')
    expect(readMessageId(key, read.messageId ?? '')).toEqual({ ticketId: 1256, partId: 98 })
    expect(read.inReplyTo).toEqual(['second@customer.example'])
    expect(read.references).toEqual(['first@customer.example', 'second@customer.example'])
    expect(read.date).toEqual(new Date('2026-03-03T10:15:00Z'))
    expect(read.text).toContain('Включите питание.')
    expect(read.text).toContain('> Не печатает <принтер>\n>> раньше печатал')
    expect(read.html).toContain('Не печатает &lt;принтер&gt;')
    expect(envelope).toEqual({
      from: 'support@desk.example',
      to: ['anna@customer.example', 'boss@customer.example'],
    })
    expect(judgeLetter(read)).toMatchObject({ kind: 'person', mayAnswer: true })
  })

  it('is the same bytes at every try', async () => {
    const strip = (raw: Buffer): string => raw.toString('latin1').replace(/--_NmP-[\w-]+/g, 'boundary')
    expect(strip((await send(letter)).raw)).toBe(strip((await send(letter)).raw))
  })

  it('is found again in what the customer sends back', async () => {
    const { read } = await send(letter)
    const quotedHtml = `<div>Спасибо</div><div class="gmail_quote"><blockquote>${read.html ?? ''}</blockquote></div>`
    const cut = cutQuote({
      text: `Спасибо\n\n3 марта 2026 г., 10:15, Поддержка <support@desk.example>:\n\n${read.text.replace(/^/gm, '> ')}`,
      html: quotedHtml,
    })
    expect(cut.visibleText).toBe('Спасибо')
    expect(findBodyMarker(key, cut.quotedText)).toBe(1256)
    expect(findBodyMarker(key, cut.quotedHtml ?? '')).toBe(1256)
  })

  it('carries files and inline images', async () => {
    const { read } = await send({
      ...letter,
      html: '<p>See <img src="cid:shot@desk"></p>',
      files: [
        { name: '../../etc/Счёт\r\nX: 1.pdf', mime: 'application/pdf', content: Buffer.from('pdf') },
        {
          name: 'shot.png',
          mime: 'image/png\r\nX-Evil: 1',
          content: Buffer.from('png'),
          contentId: 'shot@desk',
        },
      ],
    })
    expect(read.attachments.map((file) => [file.name, file.mime, file.isInline])).toEqual(
      expect.arrayContaining([
        ['СчётX_ 1.pdf', 'application/pdf', false],
        ['shot.png', 'application/octet-stream', true],
      ]),
    )
  })
})

it('is text and HTML side by side, the images with the HTML they stand in, files around both', async () => {
  const { raw: bytes } = await send({
    ...letter,
    html: '<p>See <img src="cid:shot@desk"></p>',
    files: [
      { name: 'shot.png', mime: 'image/png', content: Buffer.from('png'), contentId: 'shot@desk' },
      { name: 'bill.pdf', mime: 'application/pdf', content: Buffer.from('pdf') },
    ],
  })
  const raw = bytes.toString('latin1')
  const types = [...raw.matchAll(/^Content-Type: ([\w/]+)/gim)].map(([, type]) => type)
  expect(types).toEqual([
    'multipart/mixed',
    'multipart/alternative',
    'text/plain',
    'multipart/related',
    'text/html',
    'image/png',
    'application/pdf',
  ])
  expect(raw).not.toMatch(/data:image/)
  // An answer is no bulk letter: nobody can unsubscribe from it.
  expect(raw).not.toMatch(/^(?:List-|Precedence|Auto-Submitted)/im)
})

describe('an automatic letter', () => {
  it('tells every machine not to answer, and comes from nobody', async () => {
    const { read, envelope } = await send({ ...letter, isAutomatic: true })
    expect(envelope.from).toBe(false)
    expect(judgeLetter(read)).toMatchObject({ kind: 'auto_reply', mayAnswer: false })
    const headers = new Map(read.headers.map((header) => [header.name, header.value]))
    expect(headers.get('auto-submitted')).toBe('auto-replied')
    expect(headers.get('x-auto-response-suppress')).toBe('All')
    expect(headers.get('precedence')).toBe('bulk')
  })
})

describe('hostile values', () => {
  const evil = 'x\r\nBcc: thief@evil.example\r\n\r\n<script>'

  it('never become headers', async () => {
    const { read, raw, envelope } = await send({
      ...letter,
      from: { name: evil, address: 'support@desk.example' },
      to: [{ name: evil, address: 'anna@customer.example' }],
      subject: evil,
      messageId: `a@b>${evil}`,
      inReplyTo: `c@d>${evil}`,
      references: [`e@f>${evil}`],
      headers: { 'X-Note': evil, 'X-Bad\r\nBcc': 'thief@evil.example' },
    })
    const head = raw.toString('latin1').split('\r\n\r\n')[0] ?? ''
    expect(head).not.toMatch(/^bcc:/im)
    expect(read.headers.some((header) => header.name === 'bcc')).toBe(false)
    expect(envelope.to).toEqual(['anna@customer.example', 'boss@customer.example'])
  })

  it.each(['anna@customer.example>\r\nBcc: thief@evil.example', 'anna', 'a@b, c@d', '<a@b>', 'a b@c', ''])(
    'an address that is none is refused: %s',
    (address) => {
      expect(() => writeLetter({ ...letter, to: [{ name: '', address }] })).toThrow(RangeError)
    },
  )

  it('quoted words are no markup', () => {
    const { html } = writeLetter({
      ...letter,
      quoted: { introduction: '<img src=x onerror=alert(1)>', html: null, text: '<script>alert(1)</script>' },
    })
    expect(html).not.toMatch(/<script|<img/)
  })
})

it('keeps the first and the last of a long chain', () => {
  const long = Array.from({ length: 200 }, (_, index) => `letter-${index}@customer.example`)
  const kept = buildReferences(long, 'letter-199@customer.example')
  expect(kept[0]).toBe('<letter-0@customer.example>')
  expect(kept.at(-1)).toBe('<letter-199@customer.example>')
  expect(kept.join(' ').length).toBeLessThanOrEqual(1_500)
  expect(buildReferences([], null)).toEqual([])
  expect(buildReferences(['a@x', 'b@x', 'a@x'], 'a@x')).toEqual(['<b@x>', '<a@x>'])
})

it('says the subject once, with our tag at its end', () => {
  const base = { ticket: { prefix: 'HD', number: 7 }, prefixes: ['OLD'], isReply: true }
  expect(buildSubject({ ...base, subject: 'RE: Re: Printer [OLD-7] [HD-7]' })).toBe('Re: Printer [HD-7]')
  expect(buildSubject({ ...base, subject: 'Printer', isReply: false })).toBe('Printer [HD-7]')
  expect(buildSubject({ subject: '', ticket: null, isReply: true })).toBe('Re:')
})
