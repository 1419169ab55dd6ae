import { parseAddresses } from '../addresses.ts'
import type { LetterAddress } from '../letter.ts'
import {
  announcement,
  dashedWords,
  forwardSeparator,
  headerLine,
  headerRoles,
  inlineForward,
} from './quote-patterns.ts'
import { isAttribution } from './quote-attribution.ts'
import { bareSubject, isForwardSubject } from '../subject-tag.ts'

/** The letter that somebody forwarded, as the body tells of it. */
export type ForwardedLetter = {
  from: LetterAddress | null
  to: LetterAddress[]
  cc: LetterAddress[]
  /** Null when the body names none: the outer subject without its "Fwd:" is the best guess then. */
  subject: string | null
  text: string
  /** What the forwarder wrote above. */
  comment: string
}

/** Separators and labels are short: the patterns need not look at a line of a million characters. */
const maxMarkChars = 1_000

type Headers = { from: string; to: string; cc: string; subject: string | null; end: number; count: number }

/** Labels glued together in one line, as Yahoo writes them: each gets a line of its own. */
function unglue(line: string): string[] {
  const match = inlineForward.exec(line)
  if (!match) return [line]
  const rest = line.slice(match[0].length)
  const parted = rest.replace(headerRoles.glued, '\n$1').replace(headerRoles.gluedSubject, '\n$1: ')
  return [match[0], ...parted.split('\n')].filter((part) => part.trim() !== '')
}

/** A line of a header block without quote marks and without the stars of bold type. */
function bareHeader(line: string | undefined): string {
  return (line ?? '').replace(/^[>\s]+|\*+/g, '').trimEnd()
}

function readHeaders(lines: readonly string[], start: number): Headers {
  const found: Headers = { from: '', to: '', cc: '', subject: null, end: start, count: 0 }
  let role: 'from' | 'to' | 'cc' | 'subject' | 'other' = 'other'
  for (let at = start; at < Math.min(lines.length, start + 24); at += 1) {
    const line = bareHeader(lines[at])
    if (line === '') {
      if (found.count >= 2) {
        found.end = at
        break
      }
      continue
    }
    if (!headerLine.test(line)) {
      // A long subject goes on where more of the block follows.
      if (role === 'subject' && headerLine.test(bareHeader(lines[at + 1]))) {
        found.subject = `${found.subject ?? ''} ${line}`.trim()
        continue
      }
      // A long list of recipients goes on in the next line; anything else is the letter itself.
      const goesOn =
        (role === 'to' || role === 'cc' || role === 'from') &&
        line.length < 200 &&
        /^[^.!?]*(?:@|>|,\s*$)/.test(line)
      if (found.count === 0 || !goesOn) {
        found.end = at
        break
      }
      if (role === 'to' || role === 'cc' || role === 'from') found[role] += ` ${line}`
      found.end = at + 1
      continue
    }
    const colon = line.search(/[:：]/)
    const label = line.slice(0, colon).trim().toLowerCase()
    const value = line.slice(colon + 1).trim()
    role = headerRoles.roleOf(label)
    if (role === 'subject') found.subject ??= value
    else if (role !== 'other' && found[role] === '') found[role] = value
    found.count += 1
    found.end = at + 1
  }
  return found
}

function addresses(value: string): LetterAddress[] {
  const plain = value
    .replace(/<mailto:([^>]+)>/gi, '<$1>')
    .replace(/\[mailto:([^\]]+)\]/gi, '<$1>')
    .replace(/<([^<>]+)<[^<>]*>>/g, '<$1>')
  return parseAddresses(Buffer.from(plain, 'utf8').toString('latin1'))
}

/** Yandex marks the end too. */
const endOfForward =
  /\n-{4,}\s*(?:конец пересылаемого сообщения|кінець пересланого повідомлення|end of forwarded message)\s*-{4,}\s*$/iu

function unquote(lines: readonly string[]): string {
  const filled = lines.filter((line) => line.trim() !== '')
  const isQuoted = filled.length > 0 && filled.every((line) => /^\s?>/.test(line))
  return (isQuoted ? lines.map((line) => line.replace(/^\s?> ?/, '')) : lines)
    .join('\n')
    .replace(endOfForward, '')
    .trim()
}

function read(lines: readonly string[], at: number, bodyAt: number): ForwardedLetter | null {
  const headers = readHeaders(lines, bodyAt)
  if (headers.count < 2) return null
  return {
    from: addresses(headers.from)[0] ?? (headers.from === '' ? null : { name: headers.from, address: '' }),
    to: addresses(headers.to),
    cc: addresses(headers.cc),
    subject: headers.subject,
    text: unquote(lines.slice(headers.end)),
    comment: lines.slice(0, at).join('\n').trim(),
  }
}

/** A forward that says "On … X wrote:" where others have a header block; `top` is where the forwarder's words end. */
function readAttribution(lines: readonly string[], at: number, top: number): ForwardedLetter | null {
  const attribution = isAttribution(lines, at)
  if (!attribution) return null
  const introduction = lines.slice(at, attribution.end).join(' ')
  const who = /["“]?([^"“”<>(),:]*?)["”]?,?\s*[<(]([^<>()\s]+@[^<>()\s]+)[>)]/.exec(introduction)
  return {
    from: who ? { name: nameIn(who[1] ?? ''), address: (who[2] ?? '').toLowerCase() } : null,
    to: [],
    cc: [],
    subject: null,
    text: unquote(lines.slice(attribution.end)),
    comment: lines.slice(0, top).join('\n').trim(),
  }
}

/**
 * A forward written into the body → the original sender and words. For verified agents only: on ordinary letters
 * it would take a quote for a forward. Header blocks without a separator count when the subject says "Fwd:".
 */
export function findForwardedLetter(input: { text: string; subject: string }): ForwardedLetter | null {
  const lines = input.text
    .replace(/\ufeff/g, '')
    .replace(/\r\n?/g, '\n')
    .split('\n')
    .slice(0, 5_000)
    .flatMap(unglue)
  // "VS:" is "answer" in Finnish and "forward" in Danish and Norwegian, whose sender stands behind "Fra:".
  const isNordic = /^\s*vs\s?:/i.test(input.subject) && lines.some((line) => /^[\s>*]*fra\s?:/i.test(line))
  const isForward = isForwardSubject(input.subject) || isNordic
  let hasAbove = false
  for (let at = 0; at < lines.length; at += 1) {
    const line = (lines[at] ?? '').slice(0, maxMarkChars)
    if (line.trim() === '') continue
    const isSeparator = forwardSeparator.test(line) || dashedWords.test(line) || announcement.test(line)
    if (isSeparator && !headerLine.test(line.trim())) {
      const found = read(lines, at, at + 1)
      if (found && (found.from || forwardSeparator.test(line))) return withSubject(found, input.subject)
      // Under its separator Yandex writes who wrote when, and no header block.
      const next = lines.findIndex((other, index) => index > at && other.trim() !== '')
      const told = forwardSeparator.test(line) && next > 0 ? readAttribution(lines, next, at) : null
      if (told) return withSubject(told, input.subject)
    }
    // A header block with nothing above it is a forward whatever the subject says; so is one when it says nothing.
    const isTold = !hasAbove || input.subject.trim() === ''
    hasAbove = hasAbove || !/^[\s_-]*$/.test(line)
    if (!isForward && !isTold) continue
    if (headerLine.test(line)) {
      const found = read(lines, at, at)
      if (found?.from) return withSubject(found, input.subject)
    }
    if (!isForward) continue
    const told = readAttribution(lines, at, at)
    if (told) return withSubject(told, input.subject)
  }
  return null
}

function withSubject(found: ForwardedLetter, outer: string): ForwardedLetter {
  const bare = bareSubject(outer, [])
  return { ...found, subject: found.subject ?? (bare === '' ? null : bare) }
}

/** The name at the end of "28/10/2021, 12:46 пользователь John Doe": what follows digits and small words. */
function nameIn(text: string): string {
  const words = text.trim().split(/\s+/)
  const start = words.findLastIndex((word) => /\d/.test(word) || /^\p{Ll}/u.test(word))
  return words.slice(start + 1).join(' ')
}
