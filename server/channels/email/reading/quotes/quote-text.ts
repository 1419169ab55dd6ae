import { isAttribution } from './quote-attribution.ts'
import { isBlank, isQuoted, isRule } from './quote-lines.ts'
import { cutSignature, isFooter } from './quote-signature.ts'
import {
  aboveThisLine,
  dashedWords,
  dateLine,
  forwardSeparator,
  fromLine,
  groupWise,
  headerLine,
  mailPattern,
  originalSeparator,
  sentFromLine,
  subjectLine,
  timePattern,
  wroteVerbs,
} from './quote-patterns.ts'

export type CutText = { visible: string; quoted: string }
export type CutTextOptions = {
  /** The letter is a forward: what it carries is the matter itself and stays. */
  keepsForwards?: boolean
}

type Mark = {
  at: number
  end: number
  kind: 'attribution' | 'headers' | 'separator' | 'forward' | 'sent-from'
}

/** Labels only mail programs write: in bold, or the verb for "sent". */
const programLabel =
  /^[\s>]*(?:\*\p{L}|(?:sent|отправлено|gesendet|envoyé|enviado|inviato|verzonden|надіслано)\s?:)/iu
const maxLines = 20_000

function countHeaders(lines: readonly string[], at: number): { count: number; end: number } {
  let count = 0
  let end = at
  let misses = 0
  for (let index = at; index < Math.min(lines.length, at + 14); index += 1) {
    const line = (lines[index] ?? '').slice(0, maxMarkChars)
    if (headerLine.test(line)) {
      count += 1
      end = index + 1
      misses = 0
    } else if (!isBlank(line)) {
      misses += 1
      // A long value goes on in the next line; two strange lines end the block.
      if (misses > 2) break
    } else if (count >= 3) break
  }
  return { count, end }
}

function headersAt(lines: readonly string[], at: number): Mark | null {
  const line = lines[at] ?? ''
  if (!headerLine.test(line)) return null
  const { count, end } = countHeaders(lines, at)
  const block = lines.slice(at, end)
  // Customers write "From: Berlin, To: Moscow, Date: 3 March 2026" too: a quoted letter names an address, or speaks as
  // programs do, or has a subject beside its time.
  const hasAbout = block.some((line) => subjectLine.test(line))
  const isLetter = block.some(
    (line) =>
      mailPattern.test(line) ||
      programLabel.test(line) ||
      (hasAbout && (timePattern.test(line) || (dateLine.test(line) && /\b(?:19|20)\d\d\b/.test(line)))),
  )
  const hasFrom = block.slice(0, 4).some((candidate) => fromLine.test(candidate))
  // Two lines are enough when the first names an address and a paragraph begins there.
  const isShort = count === 2 && fromLine.test(line) && mailPattern.test(line) && isBlank(lines[at - 1])
  return (count >= 3 && hasFrom && (isLetter || isRule(lines[at - 1]))) || isShort
    ? { at, end, kind: 'headers' }
    : null
}

/** "---- On Mon, 02 Mar 2026 10:00:00 +0100 Anna <a@b.example> wrote ----", as Zoho writes it in every language. */
function isDashedIntroduction(line: string): boolean {
  return /^\s*-{2,}\s.{1,200}\s-{2,}\s*$/.test(line) && wroteVerbs.test(line)
}

/** "Anna Lee ---03/03/2026 10:00:00 AM---Hello, I have": Lotus Notes, with the first words of the quote. */
function isNotesIntroduction(line: string): boolean {
  return /^\s*\p{L}[^-]{2,80}---\s?\d{1,4}[-/.]\d{1,2}[-/.]\d{1,4}\s\d{1,2}:\d{2}[^-]{0,20}---/u.test(line)
}

/** Introductions and separators are short: the patterns need not look at a line of a million characters. */
const maxMarkChars = 1_000

function markAt(lines: readonly string[], at: number): Mark | null {
  const line = lines[at] ?? ''
  if (isBlank(line) || line.length > maxMarkChars) return null
  if (groupWise.test(line)) return { at, end: at + 1, kind: 'separator' }
  if (forwardSeparator.test(line)) return { at, end: at + 1, kind: 'forward' }
  if (
    originalSeparator.test(line) ||
    aboveThisLine.test(line) ||
    isDashedIntroduction(line) ||
    isNotesIntroduction(line)
  )
    return { at, end: at + 1, kind: 'separator' }
  if (isRule(line) || dashedWords.test(line)) {
    // A rule, or words between dashes in some language, counts only as the lid of a header block.
    let next = at + 1
    while (next < lines.length && isBlank(lines[next])) next += 1
    const headers = next - at <= 3 ? headersAt(lines, next) : null
    return headers ? { ...headers, at } : null
  }
  const headers = headersAt(lines, at)
  if (headers) return headers
  const attribution = isAttribution(lines, at)
  if (attribution) return { ...attribution, kind: 'attribution' }
  if (sentFromLine.test(line) && isBlank(lines[at - 1])) return { at, end: at + 1, kind: 'sent-from' }
  return null
}

/** Lines after a quote has begun that the person wrote: not quoted, not the wrapped rest of a quoted line. */
function ownLines(lines: readonly string[], from: number): number[] {
  const own: number[] = []
  let seenQuote = false
  for (let at = from; at < lines.length; at += 1) {
    const line = lines[at]
    if (isQuoted(line)) {
      seenQuote = true
      continue
    }
    if (isBlank(line)) continue
    if (!seenQuote) return []
    if (/^--\s?$|^_{2,}\s*$/.test(line ?? '') || sentFromLine.test(line ?? '') || isFooter(line ?? '')) break
    const previous = lines[at - 1] ?? ''
    const isWrapped =
      isQuoted(previous) && previous.length > 55 && (isQuoted(lines[at + 1]) || isBlank(lines[at + 1]))
    if (!isWrapped && markAt(lines, at) === null) own.push(at)
  }
  return own
}

function join(lines: readonly string[]): string {
  return lines
    .join('\n')
    .replace(/^(?:[ \t]*\n)+/, '')
    .trimEnd()
}

function isCode(lines: readonly string[]): boolean[] {
  let isInside = false
  const fences = lines.filter((line) => /^\s*```/.test(line)).length
  return lines.map((line) => {
    if (fences % 2 === 0 && /^\s*```/.test(line)) isInside = !isInside
    return isInside
  })
}

function whole(lines: readonly string[]): CutText {
  const end = cutSignature(lines)
  const visible = join(lines.slice(0, end))
  return visible === '' ? { visible: join(lines), quoted: '' } : { visible, quoted: join(lines.slice(end)) }
}

function without(lines: readonly string[], start: number, end: number): CutText {
  const isAfterBlank = start === 0 || isBlank(lines[start - 1])
  const next = lines.findIndex((line, at) => at >= end && !isBlank(line))
  const others = [...lines.slice(0, start), ...lines.slice(isAfterBlank && next > 0 ? next : end)]
  const tail = trailingQuote(others.slice(0, cutSignature(others)))
  const rest = tail === null ? whole(others) : cutAt(others, tail)
  return { visible: rest.visible, quoted: join([...lines.slice(start, end), rest.quoted]) }
}

function cutAtAttribution(lines: readonly string[], mark: Mark, hasAbove: boolean): CutText | null {
  const own = ownLines(lines, mark.end)
  const firstQuoted = lines.findIndex((line, at) => at >= mark.end && !isBlank(line))
  if (own.length > 0 && isQuoted(lines[firstQuoted])) {
    const quotes = lines.findLastIndex((line) => isQuoted(line))
    const first = own[0] ?? lines.length
    // The answer stands under one whole quote: the quote goes, the answer stays.
    if (!hasAbove && quotes < first) return without(lines, 0, first)
    return without(lines, mark.at, mark.end)
  }
  if (hasAbove) return cutAt(lines, mark.at)
  return own.length === 0 && isQuoted(lines[firstQuoted]) ? null : without(lines, mark.at, mark.end)
}

function cutAt(lines: readonly string[], at: number): CutText {
  const top = whole(lines.slice(0, at))
  return { visible: top.visible, quoted: join([top.quoted, ...lines.slice(at)]) }
}

/** A quote without an introduction: everything from some line to the end is quoted. */
function trailingQuote(lines: readonly string[]): number | null {
  let at = lines.length
  const isTail = (line: string | undefined): boolean =>
    isBlank(line) || isQuoted(line) || /^\s?\p{L}{1,12}>/u.test(line ?? '')
  while (at > 0 && isTail(lines[at - 1])) at -= 1
  const hasQuote = lines.slice(at).some((line) => !isBlank(line))
  const hasAbove = lines.slice(0, at).some((line) => !isBlank(line))
  return hasQuote && hasAbove ? at : null
}

/**
 * Text → what the person wrote and the quote under it. Cuts only where something stays above; answers between the
 * quoted lines stay with them. Nothing is lost: both parts together are the text.
 */
export function cutQuoteText(text: string, options: CutTextOptions = {}): CutText {
  const lines = text.replace(/\r\n?/g, '\n').split('\n')
  const code = isCode(lines)
  let hasAbove = false
  for (let at = 0; at < Math.min(lines.length, maxLines); at += 1) {
    if (code[at] || isBlank(lines[at])) continue
    const mark = isQuoted(lines[at]) && !groupWise.test(lines[at] ?? '') ? null : markAt(lines, at)
    if (mark === null) {
      hasAbove = hasAbove || !isQuoted(lines[at])
      continue
    }
    if (mark.kind === 'forward' || (mark.kind === 'headers' && options.keepsForwards)) {
      return hasAbove && !options.keepsForwards ? cutAt(lines, mark.at) : whole(lines)
    }
    if (mark.kind === 'attribution') return cutAtAttribution(lines, mark, hasAbove) ?? whole(lines)
    if (mark.kind === 'sent-from') {
      if (hasAbove && ownLines(lines, mark.end).length === 0) return cutAt(lines, mark.at)
      continue
    }
    return hasAbove ? cutAt(lines, mark.at) : whole(lines)
  }
  const tail = trailingQuote(lines.slice(0, cutSignature(lines)))
  return tail === null ? whole(lines) : cutAt(lines, tail)
}
