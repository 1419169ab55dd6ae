import { decodeBytes, decodeUtf8, normalizeCharset } from './charset/charset.ts'
import type { LetterHeader } from './letter.ts'

/** A header field as it stands: the name in lower case, the value unfolded but not decoded, one char per byte. */
export type RawHeader = { name: string; value: string }

const maxHeaders = 2_000
const maxHeaderChars = 100_000

const isAsciiSpace = (code: number): boolean => code === 0x20 || (code >= 0x09 && code <= 0x0d)

/** Trims text with one char per byte: the byte 0xA0 is half a letter there ("à", "Р", the "а" of cp866) and no space. */
export function trimBinary(binary: string): string {
  let start = 0
  let end = binary.length
  while (start < end && isAsciiSpace(binary.charCodeAt(start))) start += 1
  while (end > start && isAsciiSpace(binary.charCodeAt(end - 1))) end -= 1
  return binary.slice(start, end)
}

/** Splits a header block (one char per byte). Junk lines are skipped, the mbox "From " line too. */
export function splitHeaderFields(block: string): RawHeader[] {
  const fields: RawHeader[] = []
  for (const line of block.split(/\r\n|\n|\r/)) {
    const last = fields.at(-1)
    if (/^[ \t]/.test(line)) {
      if (last && last.value.length < maxHeaderChars) last.value += `\n${line}`
      continue
    }
    const match = /^([!-9;-~]+)[ \t]*:(.*)$/s.exec(line)
    if (match && fields.length < maxHeaders) {
      fields.push({ name: (match[1] ?? '').toLowerCase(), value: (match[2] ?? '').slice(0, maxHeaderChars) })
    }
  }
  for (const field of fields) field.value = trimBinary(field.value.replace(/\n/g, ''))
  return fields
}

/** Text with one char per byte → its bytes. */
export function bytesOf(binary: string): Buffer {
  return Buffer.from(binary, 'latin1')
}

/** Raw 8-bit header text, which no standard allows and many senders write: UTF-8 when valid, else the hint, else a guess. */
export function decodeRaw8Bit(binary: string, hint: string | null): string {
  if (!/[\x80-\xff\x1b]/.test(binary)) return binary
  const bytes = bytesOf(binary)
  // Escape sequences are valid UTF-8 and Japanese.
  return (binary.includes('\x1b') ? null : decodeUtf8(bytes)) ?? decodeBytes(bytes, hint)
}

function decodeWordBytes(encoding: string, text: string): Buffer {
  if (encoding.toLowerCase() === 'b') return Buffer.from(text.replace(/=+(?=[^=])/g, ''), 'base64')
  const binary = text
    .replaceAll('_', ' ')
    .replace(/=([0-9a-f]{2})/gi, (_, hex: string) => String.fromCharCode(Number.parseInt(hex, 16)))
  return bytesOf(binary)
}

type Word = { charset: string; encoding: string; bytes: Buffer }

function flushWords(words: Word[]): string {
  let text = ''
  let at = 0
  while (at < words.length) {
    const first = words[at]
    if (!first) break
    const run = [first.bytes]
    // A character may be cut between two words of one charset: join the bytes, then decode.
    while (words[at + 1] && words[at + 1]?.charset === first.charset) {
      at += 1
      run.push(words[at]?.bytes ?? Buffer.alloc(0))
    }
    text += decodeBytes(Buffer.concat(run), first.charset)
    at += 1
  }
  return text
}

// Bounded, so that a hostile header of a thousand openings costs no quadratic time.
const encodedWord = /=\?([^?\s]{1,60})\?([bq])\?((?:[^?]|\?(?!=)){0,1500})\?=/gi
const looseWord = /=\?([\w.*:-]{2,60})\?([bq])\?([^?\s]+)$/i

/**
 * RFC 2047 encoded words → text, forgiving what senders do: spaces inside Q words, words without a gap, a
 * character split between words, a last word without its end, raw 8-bit text around.
 */
export function decodeWords(binary: string, hint: string | null = null): string {
  if (!binary.includes('=?')) return decodeRaw8Bit(binary, hint)
  let text = ''
  let words: Word[] = []
  let end = 0
  const take = (charset: string, encoding: string, body: string): void => {
    const bytes = decodeWordBytes(encoding, body)
    words.push({ charset: normalizeCharset(charset) ?? '', encoding, bytes })
  }
  for (const match of binary.matchAll(encodedWord)) {
    const gap = binary.slice(end, match.index)
    // White space between two encoded words is not text.
    if (words.length === 0 || trimBinary(gap) !== '') {
      text += flushWords(words) + decodeRaw8Bit(gap, hint)
      words = []
    }
    take(match[1] ?? '', match[2] ?? 'q', match[3] ?? '')
    end = match.index + match[0].length
  }
  const rest = binary.slice(end)
  const loose = looseWord.exec(rest)
  if (loose) {
    const gap = rest.slice(0, loose.index)
    if (trimBinary(gap) !== '') {
      text += flushWords(words) + decodeRaw8Bit(gap, hint)
      words = []
    }
    take(loose[1] ?? '', loose[2] ?? 'q', loose[3] ?? '')
    return text + flushWords(words)
  }
  return text + flushWords(words) + decodeRaw8Bit(rest, hint)
}

/** One line of readable text: no control characters, no folding, no runs of spaces from it. */
export function tidyLine(text: string): string {
  return text
    .replace(/[\x00-\x1f\x7f\u2028\u2029]+/g, ' ')
    .replace(/ {2,}/g, ' ')
    .trim()
}

export function decodeHeaders(fields: readonly RawHeader[], hint: string | null): LetterHeader[] {
  return fields.map((field) => ({ name: field.name, value: tidyLine(decodeWords(field.value, hint)) }))
}

/** Control characters are no spaces in a parameter: a name ends up without them. */
function tidyParameter(text: string): string {
  return tidyLine(text.replace(/[\x00-\x08\x0b\x0c\x0e-\x1f\x7f]/g, ''))
}

export type HeaderValue = { value: string; parameters: Map<string, string> }

function decodeExtended(binary: string, fallback: string | null): string {
  // Some writers forget the second mark, behind the language.
  const match =
    /^([\w.:-]*)'[^']*'(.*)$/s.exec(binary) ??
    /^(utf-8|windows-\d+|iso-[\d-]+|koi8-\w|gb\w+|big5|shift_jis|euc-\w+)'(.*)$/is.exec(binary)
  const body = (match?.[2] ?? binary).replace(/%([0-9a-f]{2})/gi, (_, hex: string) =>
    String.fromCharCode(Number.parseInt(hex, 16)),
  )
  return decodeBytes(bytesOf(body), match?.[1] || fallback)
}

function splitParameters(rest: string): { name: string; value: string }[] {
  const found: { name: string; value: string }[] = []
  const pattern = /\s*;?\s*([^\s=;"]+)\s*=\s*(?:"((?:[^"\\]|\\.)*)(?:"|$)|([^;]*))/gs
  for (const match of rest.matchAll(pattern)) {
    const value = match[2] === undefined ? trimBinary(match[3] ?? '') : match[2].replace(/\\(["\\])/g, '$1')
    found.push({ name: (match[1] ?? '').toLowerCase(), value })
    if (found.length > 200) break
  }
  return found
}

/** `text/plain; charset=x; name*0*=…` → the value in lower case and its parameters decoded (RFC 2231, RFC 2047). */
export function parseHeaderValue(raw: string | undefined, hint: string | null = null): HeaderValue {
  const source = raw ?? ''
  const first = /^[^;]*/.exec(source)?.[0] ?? ''
  // "filename=a.pdf" without a word before it, and "application/pdf, name=a.pdf".
  const cut = first.includes('=') ? (/^[^\s;,=]+(?=[\s,]+[^\s=]+=)/.exec(first)?.[0] ?? '') : first
  const parameters = new Map<string, string>()
  const pieces = new Map<string, { order: number; isExtended: boolean; value: string }[]>()
  for (const { name, value } of splitParameters(source.slice(cut.length).replace(/^\s*,/, ';'))) {
    const match = /^([^*]+)(?:\*(\d{1,4}))?(\*)?$/.exec(name)
    if (match?.[1] && (match[2] !== undefined || match[3])) {
      const list = pieces.get(match[1]) ?? []
      list.push({ order: Number(match[2] ?? 0), isExtended: match[3] !== undefined, value })
      pieces.set(match[1], list)
    } else if (!parameters.has(name)) {
      parameters.set(name, tidyParameter(decodeWords(value, hint)))
    }
  }
  for (const [name, list] of pieces) {
    list.sort((left, right) => left.order - right.order)
    const isExtended = list.some((piece) => piece.isExtended)
    const joined = list
      .map((piece) => (isExtended && !piece.isExtended ? piece.value.replaceAll('%', '%25') : piece.value))
      .join('')
    const text = isExtended ? decodeExtended(joined, hint) : decodeWords(joined, hint)
    // Some writers put an encoded word inside the extended value.
    parameters.set(
      name,
      tidyParameter(/^[\x20-\x7e]*=\?[\x20-\x7e]+$/.test(text) ? decodeWords(text, hint) : text),
    )
  }
  return { value: cut.trim().toLowerCase(), parameters }
}
