import { decodeWords, tidyLine, trimBinary } from './header-fields.ts'
import type { LetterAddress } from './letter.ts'

type Piece = { kind: 'text' | 'quoted' | 'comment' | 'angle'; value: string }

const maxAddresses = 500
const maxPieceChars = 2_000

/** Reads a quoted string, a comment (they nest) or an angle part from `at`; returns where it ended. */
function readUntil(source: string, at: number, open: string, close: string): { value: string; end: number } {
  let depth = 1
  let value = ''
  let index = at
  for (; index < source.length; index += 1) {
    const char = source[index] ?? ''
    if (char === '\\' && open !== '<') {
      index += 1
      value += source[index] ?? ''
      continue
    }
    if (char === close) {
      depth -= 1
      if (depth === 0) return { value, end: index + 1 }
    } else if (char === open && open === '(') depth += 1
    value += char
  }
  return { value, end: index }
}

function splitMailboxes(source: string): Piece[][] {
  const boxes: Piece[][] = []
  let box: Piece[] = []
  let text = ''
  let isBracketOpen = false
  const flushText = (): void => {
    const words = trimBinary(text)
    if (words !== '') box.push({ kind: 'text', value: words })
    text = ''
    isBracketOpen = false
  }
  const flushBox = (): void => {
    flushText()
    if (box.length > 0) boxes.push(box)
    box = []
  }
  let at = 0
  while (at < source.length && boxes.length < maxAddresses) {
    const char = source[at] ?? ''
    if (char === '"' && (text.trim() === '' || source.indexOf('"', at + 1) > 0)) {
      const read = readUntil(source, at + 1, '"', '"')
      // A quoted local part belongs to the address that follows it.
      if (source[read.end] === '@') text += /^[\w.+-]+$/.test(read.value) ? read.value : `"${read.value}"`
      else {
        flushText()
        box.push({ kind: 'quoted', value: read.value })
      }
      at = read.end
    } else if (char === '(') {
      const read = readUntil(source, at + 1, '(', ')')
      // A comment inside an address splits nothing: a(b)c@d is ac@d.
      const isInside = /[^\s,;<>]$/.test(text) && /^[^\s,;<>]/.test(source.slice(read.end))
      if (!isInside) flushText()
      box.push({ kind: 'comment', value: read.value })
      at = read.end
    } else if (char === '<') {
      flushText()
      const read = readUntil(source, at + 1, '<', '>')
      box.push({ kind: 'angle', value: read.value })
      at = read.end
      while (source[at] === '>') at += 1
    } else if (char === ',' || char === ';') {
      flushBox()
      at += 1
    } else if (
      char === ':' &&
      !text.includes('@') &&
      !box.some((piece) => piece.kind === 'angle') &&
      !isBracketOpen
    ) {
      // "undisclosed-recipients:;" and named groups: the name is not a mailbox.
      text = ''
      box = []
      at += 1
    } else {
      if (char === '[' || char === ']') isBracketOpen = char === '['
      text += char
      at += 1
    }
  }
  flushBox()
  return boxes
}

function tidyAddress(raw: string): string {
  const bare = raw
    .replace(/\([^)]*\)/g, '')
    .replace(/^\s*mailto:/i, '')
    .replace(/^[\s'"<[]+(?=[^\]]*$)|[\s'">,;]+$/g, '')
    .replace(/^@[^:]*:/, '')
  const unspaced = tidyLine(bare).replace(/\s*([@.])\s*/g, '$1')
  const at = unspaced.lastIndexOf('@')
  if (at < 0) return unspaced
  return `${unspaced.slice(0, at).replace(/^"([\w.+-]+)"$/, '$1')}@${unspaced
    .slice(at + 1)
    .toLowerCase()
    .replace(/\.+$/, '')}`
}

const looksLikeAddress = /[^\s@<>()",;:]{1,256}@[^\s@<>()",;:]{1,256}/

function readMailbox(box: Piece[], hint: string | null): LetterAddress | null {
  const say = (value: string): string => tidyLine(decodeWords(value.slice(0, maxPieceChars), hint))
  const angles = box.filter((piece) => piece.kind === 'angle' && piece.value.trim() !== '')
  const angle = angles.find((piece) => piece.value.includes('@')) ?? angles[0]
  const comments = box.filter((piece) => piece.kind === 'comment').map((piece) => say(piece.value))
  const words = box.filter((piece) => piece.kind === 'text' || piece.kind === 'quoted')
  if (angle) {
    const name = words
      .map((piece) => say(piece.value))
      .join(' ')
      .trim()
    const address = tidyAddress(decodeWords(angle.value.slice(0, maxPieceChars), hint))
    return { name: cleanName(name || comments.join(' '), address), address }
  }
  const joined = words
    .map((piece) => say(piece.value))
    .join(' ')
    .trim()
  if (/^"[^"]{1,100}"@[\w.-]{1,255}$/.test(joined))
    return { name: cleanName(comments.join(' '), ''), address: joined }
  const inside = looksLikeAddress.exec(joined)
  if (inside) {
    const address = tidyAddress(
      joined.includes(' ') && !/\s*[@.]\s*/.test(joined.replace(inside[0], ''))
        ? inside[0]
        : /^\S+$/.test(joined)
          ? joined
          : inside[0],
    )
    const rest = joined
      .replace(inside[0], '')
      .replace(/[<>"']/g, ' ')
      .trim()
    return { name: cleanName(rest || comments.join(' '), address), address }
  }
  const loose = tidyAddress(joined)
  if (loose.includes('@')) return { name: cleanName(comments.join(' '), loose), address: loose }
  // "MAILER-DAEMON (Mail Delivery System)": a local name with no domain.
  if (joined && /^[\w.+=-]+$/.test(joined)) return { name: comments.join(' '), address: joined }
  if (joined || comments.length > 0) {
    const hidden = looksLikeAddress.exec(comments.join(' '))
    if (hidden) return { name: joined, address: tidyAddress(hidden[0]) }
  }
  return null
}

function cleanName(name: string, address: string): string {
  const tidy = name.replace(/^["'\s]+|["'\s]+$/g, '').replace(/\s+/g, ' ')
  return tidy.toLowerCase() === address.toLowerCase() ? '' : tidy
}

/** Raw ISO-2022-JP has brackets and quotes among its bytes: as UTF-8 it has none. */
function withoutEscapes(binary: string): string {
  if (!binary.includes('\x1b$')) return binary
  return binary.replace(/\x1b\$[@B][^\x1b]{0,2000}(?:\x1b\([BJ])?/g, (words) =>
    Buffer.from(decodeWords(words, 'iso-2022-jp'), 'utf8').toString('latin1'),
  )
}

/** One mailbox with a raw East Asian name, whose second bytes may be "@", "\\" or "|": what stands before "<" is the name. */
function readRawMailbox(source: string, hint: string | null): LetterAddress | null {
  const open = source.indexOf('<')
  const raw = source.slice(0, Math.max(open, 0))
  const match = /^<([!-;=?-~]{1,256}@[!-;=?-~]{1,256})>$/.exec(open < 0 ? '' : source.slice(open))
  if (!match || !/[\x80-\xff]/.test(raw) || raw.includes('>')) return null
  if (/=\?|@[a-z\d.-]{1,255}\.[a-z]{2,24}\s{0,9},/i.test(raw)) return null
  const name = tidyLine(decodeWords(raw.slice(0, maxPieceChars), hint))
  const address = tidyAddress(match[1] ?? '')
  // A second mailbox before it, or a comment: then the long way is the right one.
  return /[(),;:]/.test(name) ? null : { name: cleanName(name, address), address }
}

/**
 * An address header (one char per byte) → its mailboxes; groups are opened, comments become names, words are
 * decoded after the structure is read, so that no encoded name can smuggle an address in.
 */
export function parseAddresses(binary: string, hint: string | null = null): LetterAddress[] {
  const source = withoutEscapes(trimBinary(binary)).replace(/\[mailto:([^\][<>\s]{1,500})\]/gi, '<$1>')
  if (source === '') return []
  const raw = readRawMailbox(source, hint)
  if (raw) return [raw]
  const boxes = splitMailboxes(source)
  const found = boxes.map((box) => readMailbox(box, hint)).filter((box) => box !== null)
  if (found.some((box) => box.address.includes('@'))) return found.filter((box) => box.address !== '')
  // Some senders encode the whole field, address and all: only then look inside the words.
  if (/=\?/.test(source)) {
    const inside = Buffer.from(decodeWords(source, hint), 'utf8').toString('latin1')
    if (inside.includes('@') && !inside.includes('=?')) return parseAddresses(inside, hint)
  }
  return found.filter((box) => box.address !== '')
}

/** `<a@b> <c@d>` → ids without brackets; what stands outside brackets counts only when nothing is inside any. */
export function parseMessageIds(value: string | null | undefined): string[] {
  const source = (value ?? '').slice(0, 100_000)
  const inside = [...source.matchAll(/<\s*([^<>]+?)\s*>/g)].map((match) =>
    (match[1] ?? '').replace(/\s+/g, ''),
  )
  const ids =
    inside.length > 0 ? inside : source.split(/[\s,;]+/).filter((word) => /^[^@\s]+@[^@\s]+$/.test(word))
  return [...new Set(ids)].slice(-200)
}
