import { tidyText, unflow } from './body-text.ts'
import { summarizeCalendar } from './calendar.ts'
import { decodeBytes, normalizeCharset } from './charset/charset.ts'
import { cleanFileName, inventFileName, uniqueFileName } from './file-name.ts'
import { decodeWords, parseHeaderValue, tidyLine } from './header-fields.ts'
import { htmlToText } from './html-to-text.ts'
import { decodeEntities } from './html-tree.ts'
import type { LetterAttachment, LetterReport, NestedLetter } from './letter.ts'
import type { MimePart } from './mime-parts.ts'
import { readTnef } from './tnef/tnef.ts'
import { decodeTransfer, takeUuFiles } from './transfer-encoding.ts'
import { takeYencFiles } from './yenc.ts'

export type Bodies = {
  text: string
  html: string | null
  attachments: LetterAttachment[]
  reports: LetterReport[]
  nested: NestedLetter[]
  /** The charset of the first text part: the best hint for raw 8-bit headers. */
  charset: string | null
  /** A text part was longer than is read. */
  isCut: boolean
  /** Parts stood inside each other beyond what is opened. */
  isTooDeep: boolean
}

type Piece = { kind: 'text' | 'html'; content: string }
type Collector = Bodies & {
  pieces: Piece[]
  taken: Set<string>
  readNested: (bytes: Buffer) => NestedLetter
  calendars: string[]
}

const maxAttachments = 1_000
/** Bytes of one text part that are decoded: more than anybody reads; the raw letter keeps the rest. */
const maxTextBytes = 10_000_000
const reportKinds: Record<string, LetterReport['kind']> = {
  'message/delivery-status': 'delivery-status',
  'message/global-delivery-status': 'delivery-status',
  'message/feedback-report': 'feedback-report',
  'message/disposition-notification': 'disposition-notification',
}

function contentIdOf(part: MimePart): string | null {
  const value = part.headers.find((field) => field.name === 'content-id')?.value
  const id = value ? tidyLine(decodeWords(value)).replace(/[<>\s]/g, '') : ''
  if (id !== '') return id
  // RFC 2557: HTML may name its pictures by their place instead.
  const location = part.headers.find((field) => field.name === 'content-location')?.value.trim()
  return location && /^[^\s:/\\]{1,200}$/.test(location) ? location : null
}

function declaredName(part: MimePart, hint: string | null): string {
  const read = (name: string): string | undefined => {
    const raw = part.headers.find((field) => field.name === name)?.value
    const { parameters } = parseHeaderValue(raw, hint)
    return parameters.get('filename') || parameters.get('name')
  }
  const named = read('content-disposition') ?? read('content-type')
  if (named) return cleanFileName(named)
  const description = part.headers.find((field) => field.name === 'content-description')?.value
  // Often a sentence, sometimes the only name there is: an extension tells them apart.
  const spoken = description ? tidyLine(decodeWords(description, hint)).replace(/^"(.*)"$/, '$1') : ''
  return /^[^/\\]{1,120}\.[a-z]\w{1,4}$/i.test(spoken) ? cleanFileName(spoken) : ''
}

function addAttachment(to: Collector, part: MimePart, content: Buffer, name: string): void {
  if (to.attachments.length >= maxAttachments) return
  const mime = part.type.value
  to.attachments.push({
    name: uniqueFileName(name || inventFileName(mime), to.taken),
    mime,
    content,
    contentId: contentIdOf(part),
    isInline: false,
  })
}

function decodeText(to: Collector, part: MimePart, decoded?: Buffer): string {
  const whole = decoded ?? decodeTransfer(part.body, part.encoding)
  const bytes = whole.subarray(0, maxTextBytes)
  if (bytes.length < whole.length) to.isCut = true
  return decodeBytes(bytes, part.type.parameters.get('charset'), part.type.value === 'text/html')
}

/** text/enriched (RFC 1896) without its commands. */
function stripEnriched(text: string): string {
  return text
    .replace(/<param>[^<]{0,500}<\/param>/gi, '')
    .replace(/(?<!<)<\/?[a-z][\w-]{0,60}>/gi, '')
    .replaceAll('<<', '<')
}

function readPlainText(to: Collector, part: MimePart): Piece {
  const yenc = takeYencFiles(decodeTransfer(part.body, part.encoding))
  let text = tidyText(decodeText(to, part, yenc.rest))
  const { parameters, value } = part.type
  if (value === 'text/enriched') text = stripEnriched(text)
  if (/^flowed$/i.test(parameters.get('format') ?? ''))
    text = unflow(text, /^yes$/i.test(parameters.get('delsp') ?? ''))
  const uu = takeUuFiles(text)
  for (const file of [...yenc.files, ...uu.files].slice(0, maxAttachments - to.attachments.length)) {
    const name = uniqueFileName(cleanFileName(file.name) || 'file.bin', to.taken)
    to.attachments.push({
      name,
      mime: 'application/octet-stream',
      content: file.content,
      contentId: null,
      isInline: false,
    })
  }
  return { kind: 'text', content: uu.text }
}

/** Text that is none: most of it is no character at all, as of broken base64. */
function isUnreadable(text: string): boolean {
  const head = text.slice(0, 5_000)
  const strange = head.match(/[\u0001-\u0008\u000b\u000e-\u001a\u001c-\u001f\ufffd]/g)?.length ?? 0
  return strange * 3 > head.replace(/\s/g, '').length
}

/**
 * A text to be read joins the letter's text. Where some stands already, one that cannot be read is a file, and so is
 * the last part of a "mixed" that nothing closes: it may hold marks and headers of parts around it, or half a file.
 */
function addText(to: Collector, part: MimePart, name: string): void {
  const piece: Piece =
    part.type.value === 'text/html'
      ? { kind: 'html', content: decodeText(to, part) }
      : readPlainText(to, part)
  const isCut = part.isEndless && !/^multipart\/(?:alternative|related)$/.test(part.parentType)
  const before = to.pieces.filter((other) => other.content.trim() !== '')
  const isDoubtful = (isCut && !before.some((other) => areTwins(other, piece))) || isUnreadable(piece.content)
  if (isDoubtful && before.length > 0 && piece.content.trim() !== '')
    addAttachment(to, part, decodeTransfer(part.body, part.encoding), name)
  else to.pieces.push(piece)
}

function addNestedLetter(to: Collector, part: MimePart, name: string): void {
  const content = decodeTransfer(part.body, part.encoding)
  const nested = to.readNested(content)
  to.nested.push(nested)
  addAttachment(
    to,
    part,
    content,
    name ||
      (nested.subject ? cleanFileName(`${nested.subject.replace(/[\\/]/g, '_').slice(0, 100)}.eml`) : ''),
  )
}

function isTnef(mime: string, name: string): boolean {
  return /^application\/(?:vnd\.)?ms-tnef$/.test(mime) || /^winmail\.dat$/i.test(name)
}

/** Outlook's wrapping is taken off: its files join the letter's, its text stands in when the letter has none. */
function addTnef(to: Collector, content: Buffer): boolean {
  const inside = readTnef(content)
  if (inside.attachments.length === 0 && inside.html === null && inside.text === null) return false
  for (const file of inside.attachments.slice(0, maxAttachments - to.attachments.length)) {
    to.attachments.push({ ...file, name: uniqueFileName(file.name, to.taken), isInline: false })
  }
  if (to.pieces.every((piece) => piece.content.trim() === '')) {
    if (inside.html !== null) to.pieces.push({ kind: 'html', content: inside.html })
    else if (inside.text !== null) to.pieces.push({ kind: 'text', content: inside.text })
  }
  return true
}

function isBodyPart(part: MimePart, index: number, name: string): boolean {
  if (!/^text\/(?:plain|html|enriched|x-markdown|markdown)$/.test(part.type.value)) return false
  if (part.disposition.value === 'attachment') return false
  // RFC 8621, 4.1.4: later parts of a multipart/related belong to its root; later ones with a name are files.
  return index === 0 || (part.parentType !== 'multipart/related' && name === '')
}

/** A multipart/related names its root by "start"; without it the first part is meant, unless that is a picture. */
function rootFirst(part: MimePart): MimePart[] {
  const start = part.type.parameters.get('start')?.replace(/[<>\s]/g, '')
  const isText = (child: MimePart): boolean => /^(?:text|multipart)\//.test(child.type.value)
  const [first] = part.children
  const named = start ? part.children.find((child) => contentIdOf(child) === start) : undefined
  const root = named ?? (first && isText(first) ? first : part.children.find(isText))
  return root ? [root, ...part.children.filter((child) => child !== root)] : part.children
}

function collect(to: Collector, part: MimePart, index: number): void {
  const { value } = part.type
  if (part.children.length > 0) {
    if (value === 'multipart/alternative') return collectAlternative(to, part)
    const children = value === 'multipart/related' ? rootFirst(part) : part.children
    for (const [at, child] of children.entries()) collect(to, child, at)
    return
  }
  if (value.startsWith('multipart/')) to.isTooDeep = true
  const hint = to.charset
  const name = declaredName(part, hint)
  if (isBodyPart(part, index, name)) {
    to.charset ??= normalizeCharset(part.type.parameters.get('charset'))
    addText(to, part, name)
    return
  }
  const kind = reportKinds[value]
  if (kind) to.reports.push({ kind, text: tidyText(decodeText(to, part)) })
  if (value === 'message/rfc822' || value === 'message/global') return addNestedLetter(to, part, name)
  if (
    value === 'text/rfc822-headers' ||
    value === 'message/rfc822-headers' ||
    value === 'message/global-headers'
  ) {
    to.nested.push(to.readNested(decodeTransfer(part.body, part.encoding)))
  }
  if (isTnef(value, name) && addTnef(to, decodeTransfer(part.body, part.encoding))) return
  if (value === 'text/calendar') to.calendars.push(tidyText(decodeText(to, part)))
  addAttachment(to, part, decodeTransfer(part.body, part.encoding), name)
}

/** The alternatives say the same thing: one text, one HTML, and what is neither (an invitation) as a file. */
function collectAlternative(to: Collector, part: MimePart): void {
  const before = to.pieces
  const found: Piece[] = []
  for (const [at, child] of part.children.entries()) {
    to.pieces = []
    collect(to, child, at)
    found.push(...to.pieces)
  }
  const html = found.filter((piece) => piece.kind === 'html')
  const text = found.filter((piece) => piece.kind === 'text')
  to.pieces = before
  if (html.length === 0 || text.length === 0) {
    to.pieces.push(...found)
    return
  }
  // The plain twin speaks for all of the HTML, which a picture or a file may have cut in pieces.
  for (const [at, piece] of html.entries()) alternatives.set(piece, at === 0 ? text : [])
  to.pieces.push(...html)
}

/** The plain twin of an HTML piece, kept beside it so that the text of the letter uses it. */
const alternatives = new WeakMap<Piece, Piece[]>()

function escapeText(text: string): string {
  return text
    .replaceAll('&', '&amp;')
    .replaceAll('<', '&lt;')
    .replaceAll('>', '&gt;')
    .replaceAll('\n', '<br>\n')
}

const bareWords = (text: string): string => (text.match(/[\p{L}\p{N}]+/gu) ?? []).join(' ')

/** A text and the HTML that says the same. */
function areTwins(first: Piece, second: Piece): boolean {
  if (first.kind !== 'text' || second.kind !== 'html') return false
  if (first.content.length > 100_000 || second.content.length > 500_000 || alternatives.has(second))
    return false
  const plain = bareWords(first.content)
  return plain !== '' && plain === bareWords(htmlToText(second.content))
}

/** Some senders write "mixed" over a text and its HTML twin: the same words are not to be read twice. */
function pairTwins(to: Collector): void {
  const spoken = to.pieces.filter((piece) => piece.content.trim() !== '')
  const [first, second] = spoken
  if (spoken.length !== 2 || !first || !second || !areTwins(first, second)) return
  alternatives.set(second, [first])
  to.pieces = [second]
}

function joinPieces(to: Collector): void {
  pairTwins(to)
  const hasHtml = to.pieces.some((piece) => piece.kind === 'html')
  const texts: string[] = []
  const htmls: string[] = []
  for (const piece of to.pieces) {
    const twins = alternatives.get(piece)
    const twin = twins?.map((text) => text.content).join('\n')
    if (piece.kind === 'html') {
      htmls.push(piece.content)
      const isSaid = twins !== undefined && (twins.length === 0 || twin?.trim() !== '')
      texts.push(isSaid ? (twin ?? '') : to.pieces.length > 1 ? htmlToText(piece.content) : '')
    } else {
      texts.push(piece.content)
      if (piece.content.trim() !== '') htmls.push(`<div>${escapeText(piece.content)}</div>`)
    }
  }
  to.text = texts.filter((text) => text.trim() !== '').join('\n')
  to.html = hasHtml ? htmls.join('\n') : null
}

const dataImage =
  /(\bsrc\s*=\s*)(["'])data:(image\/(?:png|jpe?g|gif|webp|bmp))(?:;[\w-]+=[\w.-]+){0,3};base64,([a-z0-9+/=\s]{2000,})\2/gi

/** Pictures written into the HTML itself become files that it shows: a letter of megabytes becomes a page of text. */
function takeDataImages(to: Collector): void {
  for (const piece of to.pieces) {
    if (piece.kind !== 'html' || !piece.content.includes('base64,')) continue
    piece.content = piece.content.replace(
      dataImage,
      (whole, source: string, mark: string, mime: string, data: string) => {
        if (to.attachments.length >= maxAttachments) return whole
        const contentId = `data-image-${to.attachments.length + 1}@letter`
        const kind = mime.toLowerCase()
        const name = uniqueFileName(inventFileName(kind), to.taken)
        to.attachments.push({
          name,
          mime: kind,
          content: Buffer.from(data, 'base64'),
          contentId,
          isInline: true,
        })
        return `${source}${mark}cid:${contentId}${mark}`
      },
    )
  }
}

function decodeReference(raw: string): string {
  const bare = decodeEntities(raw).replace(/^<|>$/g, '').toLowerCase()
  try {
    return decodeURIComponent(bare)
  } catch {
    return bare
  }
}

/** A part is inline when the HTML names its content id, however loosely: without "cid:", with spaces, encoded. */
function markInline(to: Collector): void {
  if (to.html === null || to.attachments.every((file) => file.contentId === null)) return
  const named = new Set<string>()
  for (const match of to.html.matchAll(/(?:\bsrc\s*=\s*["']?\s*(?:cid:\s*)?|cid:\s*)([^"'\s>)]{1,500})/gi)) {
    named.add(decodeReference((match[1] ?? '').replace(/^cid:/i, '')))
    if (named.size > 5_000) break
  }
  for (const file of to.attachments) {
    if (file.contentId !== null) file.isInline = named.has(decodeReference(file.contentId))
  }
}

/** Walks the structure of a letter and sorts its parts into text, HTML, files and reports (email.md 2.8). */
export function collectBodies(root: MimePart, readNested: (bytes: Buffer) => NestedLetter): Bodies {
  const to: Collector = {
    text: '',
    html: null,
    attachments: [],
    reports: [],
    nested: [],
    charset: null,
    isCut: false,
    isTooDeep: false,
    pieces: [],
    taken: new Set(),
    readNested,
    calendars: [],
  }
  collect(to, root, 0)
  takeDataImages(to)
  joinPieces(to)
  const [calendar] = to.calendars
  if (calendar !== undefined && to.text.trim() === '' && (to.html === null || htmlToText(to.html) === '')) {
    to.text = summarizeCalendar(calendar)
    // An empty page would be shown in its place.
    to.html = null
  }
  markInline(to)
  return to
}
