import type Mail from 'nodemailer/lib/mailer/index.js'
import { cleanFileName } from '../reading/file-name.ts'
import { htmlToText } from '../reading/html-to-text.ts'
import { plainWords } from '../letterhead/plain-words.ts'
import { type QuotedMessage, renderLetterHtml, renderLetterText } from '../reading/letter-layout.ts'
import type { LetterAddress } from '../reading/letter.ts'
import { bareSubject, subjectTag } from '../reading/subject-tag.ts'

export type OutgoingFile = {
  name: string
  mime: string
  content: NonNullable<Mail.Attachment['content']>
  /** Where it is known. */
  sizeBytes?: number
  /** Set for an image the HTML shows by `cid:`. */
  contentId?: string
}

export type LetterToWrite = {
  /** The inbox address; `name` is what the reader sees. */
  from: LetterAddress
  to: readonly LetterAddress[]
  cc?: readonly LetterAddress[]
  bcc?: readonly LetterAddress[]
  /** The inbox address with the ticket's keyed plus part; null when the mailbox has no plus addressing. */
  replyTo: string | null
  subject: string
  /** Null for a letter that is about no ticket. */
  ticket: { prefix: string; number: number } | null
  /** Old prefixes too: their tags are taken out of the subject. */
  prefixes?: readonly string[]
  /** True gives "Re: …"; false for the first letter of a conversation we begin. */
  isReply: boolean
  /** The subject is not the conversation's: no "Re:" before it. */
  hasOwnSubject?: boolean
  /** Fixed before the first try (thread-token.ts); no brackets. */
  messageId: string
  inReplyTo: string | null
  /** The chain of the letter being answered, oldest first, without it or with it. */
  references: readonly string[]
  /** The agent's words, cleaned. Null for a letter of text alone. */
  html: string | null
  /** Made from the HTML when absent. */
  text?: string
  signatureHtml?: string | null
  /** Made from the HTML when absent. */
  signatureText?: string
  quoted?: QuotedMessage | null
  /** From `createBodyMarker`; found again in what the customer quotes. */
  marker: string | null
  /** 'ru' or 'en': the letter's `lang`. */
  language: string
  files?: readonly OutgoingFile[]
  /** Acknowledgements and notifications: marked so that no machine answers them. */
  isAutomatic?: boolean
  /** When the letter was written: kept over retries. */
  date: Date
  /** Further headers of our own making, e.g. List-Unsubscribe of a bulk notice. */
  headers?: Readonly<Record<string, string>>
}

const maxReferencesChars = 1_500

/** One header line: no line break or control character survives, so that no value can begin another header. */
export function headerSafe(value: string): string {
  return value
    .replace(/[\p{Cc}\p{Zl}\p{Zp}]+/gu, ' ')
    .trim()
    .slice(0, 900)
}

function addressSafe(box: LetterAddress): { name: string; address: string } {
  const { address } = box
  // Never repaired: what is left of a broken address may be somebody else's.
  if (!/^[^\p{Cc}\s<>,;:"()\\@]+@[^\p{Cc}\s<>,;:"()\\@]+$/u.test(address))
    throw new RangeError(`not an address: ${JSON.stringify(address.slice(0, 100))}`)
  return { name: headerSafe(box.name).replace(/[\u202a-\u202e\u2066-\u2069]/g, ''), address }
}

function idSafe(id: string): string {
  return `<${id.replace(/[\p{Cc}\s<>]/gu, '').slice(0, 400)}>`
}

/**
 * The References chain, oldest first: the first id names the conversation, the last ones the letters it came to.
 * What does not fit into 1,500 characters goes from the middle, because relays refuse headers over 4 KB.
 */
export function buildReferences(references: readonly string[], inReplyTo: string | null): string[] {
  const ids = [
    ...new Set(
      [...references, ...(inReplyTo ? [inReplyTo] : [])].filter((id) => id.trim() !== '').map(idSafe),
    ),
  ]
  // The answered letter stands last, wherever the chain had it.
  const last = inReplyTo ? idSafe(inReplyTo) : null
  const ordered = last ? [...ids.filter((id) => id !== last), last] : ids
  const [first, ...rest] = ordered
  if (first === undefined) return []
  let size = first.length
  const kept: string[] = []
  for (const id of rest.toReversed()) {
    if (size + id.length + 1 > maxReferencesChars) break
    size += id.length + 1
    kept.unshift(id)
  }
  return [first, ...kept]
}

/** "Re: Printer [HD-1256]": one "Re:", the subject as the customer knows it, our tag at the end. */
export function buildSubject(
  letter: Pick<LetterToWrite, 'subject' | 'ticket' | 'prefixes' | 'isReply' | 'hasOwnSubject'>,
): string {
  const { ticket, isReply } = letter
  const prefixes = [...(ticket ? [ticket.prefix] : []), ...(letter.prefixes ?? [])]
  const bare = headerSafe(bareSubject(letter.subject, prefixes)).slice(0, 300)
  const tag = ticket ? subjectTag(ticket.prefix, ticket.number) : ''
  return [isReply && !letter.hasOwnSubject ? 'Re:' : '', bare, tag].filter((part) => part !== '').join(' ')
}

function automaticHeaders(isReply: boolean): Record<string, string> {
  return {
    'Auto-Submitted': isReply ? 'auto-replied' : 'auto-generated',
    'X-Auto-Response-Suppress': 'All',
    Precedence: 'bulk',
    'X-Loop': 'otklik',
  }
}

function safeHeaders(headers: Readonly<Record<string, string>>): Record<string, string> {
  const safe: Record<string, string> = {}
  for (const [name, value] of Object.entries(headers)) {
    if (/^[A-Za-z][A-Za-z0-9-]{0,60}$/.test(name)) safe[name] = headerSafe(value)
  }
  return safe
}

function attach(file: OutgoingFile): Mail.Attachment {
  const mime = /^[\w.+-]+\/[\w.+-]+$/.test(file.mime) ? file.mime : 'application/octet-stream'
  const attachment: Mail.Attachment = {
    filename: cleanFileName(file.name) || 'file',
    contentType: mime,
    content: file.content,
  }
  return file.contentId
    ? { ...attachment, cid: file.contentId.replace(/[\p{Cc}\s<>]/gu, ''), contentDisposition: 'inline' }
    : attachment
}

/**
 * A reply or notice → what nodemailer sends. Pure: the same input gives the same letter, so a retry is no new one.
 * Every value that comes from people is stripped of line breaks; nothing is read from a path or an address.
 * Throws a RangeError for an address that is none: it is not repaired, because the rest may be somebody else's.
 */
export function writeLetter(letter: LetterToWrite): Mail.Options {
  const { html, signatureHtml = null, quoted = null, marker, language } = letter
  const text = letter.text ?? (html === null ? '' : plainWords(html))
  const references = buildReferences(letter.references, letter.inReplyTo)
  const envelopeFrom = letter.isAutomatic ? '' : addressSafe(letter.from).address
  const recipients = [...letter.to, ...(letter.cc ?? []), ...(letter.bcc ?? [])].map(
    (box) => addressSafe(box).address,
  )
  return {
    from: addressSafe(letter.from),
    to: letter.to.map(addressSafe),
    ...(letter.cc && letter.cc.length > 0 ? { cc: letter.cc.map(addressSafe) } : {}),
    ...(letter.bcc && letter.bcc.length > 0 ? { bcc: letter.bcc.map(addressSafe) } : {}),
    ...(letter.replyTo ? { replyTo: addressSafe({ name: letter.from.name, address: letter.replyTo }) } : {}),
    subject: buildSubject(letter),
    messageId: idSafe(letter.messageId),
    ...(letter.inReplyTo ? { inReplyTo: idSafe(letter.inReplyTo) } : {}),
    ...(references.length > 0 ? { references } : {}),
    date: letter.date,
    text: renderLetterText({
      text,
      signature: letter.signatureText ?? (signatureHtml ? htmlToText(signatureHtml) : ''),
      quoted,
      marker,
    }),
    ...(html === null ? {} : { html: renderLetterHtml({ html, signatureHtml, quoted, marker, language }) }),
    attachments: (letter.files ?? []).map(attach),
    envelope: { from: envelopeFrom, to: [...new Set(recipients)] },
    headers: {
      ...(letter.isAutomatic ? automaticHeaders(letter.isReply) : {}),
      ...safeHeaders(letter.headers ?? {}),
    },
    disableFileAccess: true,
    disableUrlAccess: true,
  }
}
