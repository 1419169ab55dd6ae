import { parseAddresses, parseMessageIds } from './addresses.ts'
import { collectBodies } from './bodies.ts'
import { tidyText } from './body-text.ts'
import { decodeHeaders, decodeWords, tidyLine } from './header-fields.ts'
import { htmlToText } from './html-to-text.ts'
import { type InboundLetter, type LetterAddress, type NestedLetter, headerOf } from './letter.ts'
import { type MimePart, readMimeParts } from './mime-parts.ts'

/** Characters. HTML beyond this is left to the raw letter: cleaning ten megabytes takes ten seconds. */
const maxTextKept = 5_000_000
const maxHtmlKept = 1_000_000
/** Of HTML that is not shown so many characters are read for the text, and so many links are too many to show. */
const maxHtmlRead = 300_000
const maxLinks = 5_000

type Fields = Pick<NestedLetter, 'headers' | 'subject' | 'messageId' | 'from' | 'to'> & {
  replyTo: LetterAddress[]
  cc: LetterAddress[]
}

/** Where the sender is looked for, the likeliest first; Return-Path names the envelope. */
const senderHeaders = [
  'from',
  'reply-to',
  'sender',
  'x-original-from',
  'return-path',
  'x-sender',
  'x-envelope-from',
]

function readFields(part: MimePart, hint: string | null): Fields {
  const raw = (name: string): string =>
    part.headers
      .filter((field) => field.name === name && field.value !== '')
      .map((field) => field.value)
      .join(', ')
  const addresses = (name: string): LetterAddress[] => parseAddresses(raw(name), hint)
  const senders = senderHeaders.map((name) => addresses(name))
  const named =
    senders.find((list) => list[0]?.address.includes('@')) ?? senders.find((list) => list.length > 0)
  const fromName = tidyLine(decodeWords(raw('from'), hint))
  const from = senders[0]?.find((box) => box.address.includes('@')) ?? senders[0]?.[0] ?? named?.[0] ?? null
  const headers = decodeHeaders(part.headers, hint)
  return {
    headers,
    from:
      from && from.name === '' && (senders[0]?.length ?? 0) === 0 && fromName !== ''
        ? { ...from, name: fromName.replace(/[<>]/g, '').trim() }
        : from,
    replyTo: addresses('reply-to').filter(
      (box) => /^[^@\s]+@[^@\s]+\.[^@\s]+$/.test(box.address) || box.address.endsWith('@localhost'),
    ),
    to: addresses('to'),
    cc: addresses('cc'),
    subject: tidyLine(decodeWords(part.headers.find((field) => field.name === 'subject')?.value ?? '', hint)),
    messageId: parseMessageIds(headerOf({ headers }, 'message-id'))[0] ?? null,
  }
}

/** What is known of a letter that stands inside another: its header block alone is enough. */
export function readNestedLetter(bytes: Buffer): NestedLetter {
  const { headers, from, to, subject, messageId } = readFields(
    readMimeParts(bytes.subarray(0, 200_000)),
    null,
  )
  return { headers, from, to, subject, messageId }
}

function readDate(value: string | null): Date | null {
  if (!value) return null
  const direct = new Date(
    value
      .slice(0, 200)
      .replace(/\(.*?\)/g, '')
      .replace(/\bUT\b/, 'UTC')
      .trim(),
  )
  const year = direct.getUTCFullYear()
  return Number.isNaN(direct.getTime()) || year < 1970 || year > 9999 ? null : direct
}

/** Why HTML is not shown as HTML; null when it is. Mail programs write no such thing, and cleaning it costs seconds. */
function whyNotShown(html: string): string | null {
  if (html.length > maxHtmlKept) return `HTML longer than ${maxHtmlKept} characters`
  const link = /<a\s/gi
  let links = 0
  while (links <= maxLinks && link.test(html)) links += 1
  return links > maxLinks ? `more than ${maxLinks} links` : null
}

function readLetter(raw: Buffer): InboundLetter {
  const root = readMimeParts(raw)
  const bodies = collectBodies(root, readNestedLetter)
  const { headers, from, replyTo, to, cc, subject, messageId } = readFields(root, bodies.charset)
  const notShown = bodies.html === null ? null : whyNotShown(bodies.html)
  const html = bodies.html === null || notShown !== null ? null : tidyText(bodies.html)
  const isTextFromHtml = bodies.text.trim() === '' && bodies.html !== null
  return {
    from,
    replyTo,
    to,
    cc,
    subject,
    messageId,
    inReplyTo: parseMessageIds(headerOf({ headers }, 'in-reply-to')),
    references: parseMessageIds(headerOf({ headers }, 'references')),
    date: readDate(headerOf({ headers }, 'date')),
    text: isTextFromHtml
      ? htmlToText(html ?? (bodies.html ?? '').slice(0, maxHtmlRead))
      : tidyText(bodies.text.slice(0, maxTextKept)),
    html,
    isTextFromHtml: isTextFromHtml && html !== null,
    attachments: bodies.attachments,
    headers,
    reports: bodies.reports,
    nested: bodies.nested,
    unparsableReason:
      notShown ??
      (bodies.isTooDeep ? 'parts nested too deeply' : null) ??
      (bodies.isCut || bodies.text.length > maxTextKept
        ? `text longer than ${maxTextKept} characters`
        : null),
  }
}

/** A letter of which nothing could be read but, perhaps, a few headers: it still becomes a ticket. */
export function unparsableLetter(raw: Uint8Array, reason: string): InboundLetter {
  const bare: InboundLetter = {
    from: null,
    replyTo: [],
    to: [],
    cc: [],
    subject: '',
    messageId: null,
    inReplyTo: [],
    references: [],
    date: null,
    text: '',
    html: null,
    isTextFromHtml: false,
    attachments: [],
    headers: [],
    reports: [],
    nested: [],
    unparsableReason: reason,
  }
  try {
    const head = Buffer.from(raw.buffer, raw.byteOffset, Math.min(raw.length, 64_000))
    const nested = readNestedLetter(head)
    return {
      ...bare,
      ...nested,
      inReplyTo: parseMessageIds(headerOf(nested, 'in-reply-to')),
      references: parseMessageIds(headerOf(nested, 'references')),
      date: readDate(headerOf(nested, 'date')),
    }
  } catch {
    return bare
  }
}

/**
 * The bytes of a letter → everything Otklik wants to know of it. Never throws: what cannot be parsed comes back
 * with `unparsableReason` and the headers that could be read; the caller keeps the raw bytes.
 */
export function parseLetter(raw: Uint8Array): InboundLetter {
  try {
    return readLetter(Buffer.from(raw.buffer, raw.byteOffset, raw.length))
  } catch (error) {
    return unparsableLetter(raw, error instanceof Error ? error.message : String(error))
  }
}
