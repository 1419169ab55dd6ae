import { createHash } from 'node:crypto'
import { judgeLetter } from '#server/channels/email/reading/automatic/automated.ts'
import { readBounce } from '#server/channels/email/reading/automatic/bounce.ts'
import { findForwardedLetter } from '#server/channels/email/reading/quotes/forward.ts'
import { htmlToText } from '#server/channels/email/reading/html-to-text.ts'
import type { InboundLetter, LetterAddress } from '#server/channels/email/reading/letter.ts'
import { parseLetter } from '#server/channels/email/reading/parse.ts'
import { cutQuote } from '#server/channels/email/reading/quotes/quote.ts'
import { readTnef } from '#server/channels/email/reading/tnef/tnef.ts'

type ExpectedFile = { filename?: string; md5?: string; md5n?: string }
type ExpectedRow = { status?: string; hard?: boolean }
type Expected = {
  from?: string
  fromName?: string
  to?: string
  cc?: string
  subject?: string
  bodyText?: string
  bodyType?: string
  attachments?: ExpectedFile[]
  rows?: ExpectedRow[]
  isBounce?: boolean
  isComplaint?: boolean
  isAutoReply?: boolean
  bounceHard?: boolean
  replyText?: string
  replyMatches?: string[]
  replyNotMatches?: string[]
  forwarded?: boolean
  message?: string
}
export type MailCase = {
  file: string
  kind: string
  expected: Expected
  engine?: string
  inputSubject?: string
}
export type Field = { name: string; isRight: boolean; note: string }

const show = (value: unknown): string => (JSON.stringify(value) ?? 'undefined').slice(0, 400)
const flat = (text: string): string => text.replace(/\s+/g, ' ').trim()
const words = (text: string): string[] => text.toLowerCase().match(/[\p{L}\p{N}]+/gu) ?? []
const md5 = (bytes: Uint8Array): string => createHash('md5').update(bytes).digest('hex')

/** Harmonic mean of precision and recall over words, in any order. */
export function tokenF1(left: string, right: string): number {
  const [first, second] = [words(left), words(right)]
  if (first.length === 0 && second.length === 0) return 1
  const counts = new Map<string, number>()
  for (const word of first) counts.set(word, (counts.get(word) ?? 0) + 1)
  let shared = 0
  for (const word of second) {
    const left = counts.get(word) ?? 0
    if (left > 0) shared += 1
    counts.set(word, left - 1)
  }
  return (2 * shared) / (first.length + second.length)
}

function compare(name: string, isRight: boolean, have: unknown, want: unknown): Field {
  return { name, isRight, note: `${show(have)} want ${show(want)}` }
}

const addressList = (boxes: readonly LetterAddress[]): string => boxes.map((box) => box.address).join(', ')
const sameSubject = (have: string, want: string): boolean =>
  flat(have) === flat(want) || (want.includes('\ufffd') && flat(have).length > 0)

function hasBytes(letter: InboundLetter, file: ExpectedFile): boolean {
  return letter.attachments.some((have) => {
    if (md5(have.content) === file.md5) return true
    const text = Buffer.from(have.content).toString('latin1')
    const lf = text.replace(/\r\n/g, '\n')
    const variants = [lf, lf.trimEnd(), text.trimEnd(), `${lf.trimEnd()}\n`, lf.replace(/\s+/g, '')]
    return variants.some((variant) => [file.md5, file.md5n].includes(md5(Buffer.from(variant, 'latin1'))))
  })
}

function scoreMime(expected: Expected, raw: Buffer): Field[] {
  const letter = parseLetter(raw)
  const fields: Field[] = []
  if (expected.from)
    fields.push(
      compare(
        'from',
        (letter.from?.address ?? '').toLowerCase() === expected.from.toLowerCase(),
        letter.from,
        expected.from,
      ),
    )
  if (expected.to)
    fields.push(
      compare(
        'to',
        addressList(letter.to).toLowerCase() === expected.to.toLowerCase(),
        letter.to,
        expected.to,
      ),
    )
  if (expected.cc)
    fields.push(
      compare(
        'cc',
        addressList(letter.cc).toLowerCase() === expected.cc.toLowerCase(),
        letter.cc,
        expected.cc,
      ),
    )
  if (expected.subject !== undefined)
    fields.push(
      compare('subject', sameSubject(letter.subject, expected.subject), letter.subject, expected.subject),
    )
  if (expected.bodyText !== undefined) {
    const want = expected.bodyType === 'text/html' ? htmlToText(expected.bodyText) : expected.bodyText
    fields.push(compare('body', tokenF1(letter.text, want) >= 0.95, letter.text, want))
  }
  if (expected.attachments) {
    const have = letter.attachments.map((file) => file.name)
    const named = expected.attachments.flatMap((file) =>
      file.filename ? [file.filename.split(/[\\/]/).at(-1) ?? ''] : [],
    )
    fields.push(
      compare(
        'names',
        named.every((name) => have.includes(flat(name))),
        have,
        named,
      ),
    )
    const withBytes = expected.attachments.filter((file) => file.md5 !== undefined && file.filename)
    fields.push(
      compare(
        'bytes',
        withBytes.every((file) => hasBytes(letter, file)),
        have,
        withBytes,
      ),
    )
  }
  return fields
}

function scoreBounce(item: MailCase, raw: Buffer): Field[] {
  const { expected } = item
  const letter = parseLetter(raw)
  const judged = judgeLetter(letter)
  const isArf = item.engine === 'arf' || expected.isComplaint
  const wanted = isArf
    ? 'complaint'
    : expected.isAutoReply
      ? 'auto_reply'
      : expected.isBounce
        ? 'bounce'
        : null
  const isRight =
    wanted === null ? judged.kind !== 'bounce' && judged.kind !== 'complaint' : judged.kind === wanted
  const fields = [compare(wanted ?? 'false_alarm', isRight, [judged, letter.from, letter.subject], wanted)]
  if (wanted !== 'bounce' || judged.kind !== 'bounce') return fields
  const bounce = readBounce(letter)
  const [row] = expected.rows ?? []
  const [first] = bounce.recipients
  const note = [bounce.recipients, letter.text.slice(0, 200)]
  if (expected.bounceHard !== undefined)
    fields.push(
      compare('hard', bounce.recipients.some((one) => one.isAddressDead) === expected.bounceHard, note, row),
    )
  const digit = row?.status?.slice(0, 1)
  if (digit === '4' || digit === '5')
    fields.push(compare('class', (first?.isPermanent ? '5' : '4') === digit, note, row))
  return fields
}

function scoreReply(expected: Expected, text: string): Field[] {
  const { visibleText } = cutQuote({ text, html: null })
  const fields: Field[] = []
  if (expected.replyText !== undefined) {
    const isSame = flat(visibleText) === flat(expected.replyText)
    fields.push(compare('text', isSame, visibleText, expected.replyText))
    const kept = new Set(words(visibleText))
    const lost = words(expected.replyText).filter((word) => !kept.has(word))
    fields.push({ name: 'keeps', isRight: lost.length === 0, note: `lost ${lost.slice(0, 12).join(' ')}` })
  }
  const read = (source: string): RegExp =>
    new RegExp(source.slice(1, source.lastIndexOf('/')), source.slice(source.lastIndexOf('/') + 1))
  for (const source of expected.replyMatches ?? [])
    fields.push(compare('text', read(source).test(visibleText), visibleText, source))
  for (const source of expected.replyNotMatches ?? [])
    fields.push(compare('text', !read(source).test(visibleText), visibleText, `not ${source}`))
  return fields
}

function scoreForward(item: MailCase, text: string): Field[] {
  const { expected } = item
  const found = findForwardedLetter({ text, subject: item.inputSubject ?? '' })
  const fields = [
    compare('found', (found !== null) === (expected.forwarded ?? false), found, expected.forwarded),
  ]
  if (!found) return fields
  if (expected.from)
    fields.push(compare('from', found.from?.address === expected.from, found.from, expected.from))
  if (expected.subject)
    fields.push(
      compare(
        'subject',
        flat(found.subject ?? '') === flat(expected.subject),
        found.subject,
        expected.subject,
      ),
    )
  if (expected.bodyText)
    fields.push(
      compare('body', tokenF1(found.text, expected.bodyText) >= 0.95, found.text, expected.bodyText),
    )
  if (expected.message)
    fields.push(
      compare('message', tokenF1(found.comment, expected.message) >= 0.95, found.comment, expected.message),
    )
  return fields
}

function scoreTnef(expected: Expected, raw: Buffer): Field[] {
  const found = readTnef(raw)
  const names = found.attachments.map((file) => file.name)
  const want = (expected.attachments ?? []).flatMap((file) => (file.filename ? [file.filename] : []))
  // The letter's own text is told as a file in some answers.
  const have = [
    ...names,
    ...(found.html === null ? [] : ['body.html']),
    ...(found.rtf === null ? [] : ['body.rtf']),
    ...(found.text === null ? [] : ['body.txt']),
  ]
  const normal = (name: string): string => name.replaceAll('_', ' ').toLowerCase()
  const words = found.html === null ? (found.text ?? '') : htmlToText(found.html)
  const hasBody = want.some((name) => /^body\.(?:rtf|html?|txt)$/i.test(name))
  return [
    ...(hasBody ? [compare('body', words.trim() !== '', words, want)] : []),
    compare(
      'names',
      want.every((name) => have.map(normal).includes(normal(name))),
      have,
      want,
    ),
  ]
}

/** What of one case came out right; empty for a case that expects nothing. */
export function scoreCase(item: MailCase, raw: Buffer): Field[] {
  if (item.kind === 'mime') return scoreMime(item.expected, raw)
  if (item.kind === 'bounce') return scoreBounce(item, raw)
  if (item.kind === 'replytext') return scoreReply(item.expected, raw.toString('utf8'))
  if (item.kind === 'forward') return scoreForward(item, raw.toString('utf8'))
  if (item.kind === 'tnef') return scoreTnef(item.expected, raw)
  return []
}
