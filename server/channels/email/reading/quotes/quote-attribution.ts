import { bareLine, isBlank, isQuoted } from './quote-lines.ts'
import {
  attributionStart,
  datePattern,
  headerLine,
  mailPattern,
  timePattern,
  wroteVerbs,
} from './quote-patterns.ts'

/** The lines from `at` up to `end` introduce a quote: "On … X wrote:". */
export type Attribution = { at: number; end: number }

/** "Name <a@b>" or "a@b" at the start: prose that mentions an address has more before it. */
const senderFirst = /^[^<>@]{0,80}[<(]{1,2}\s?[^<>()\s]+@[^<>()\s]+\s?[>)]|^\S+@\S+/
/** "Ann Lee kirjoitti 3.3.2026 klo 10.15:", as some programs write it without an address. */
const nameFirst = new RegExp(
  `^\\p{Lu}[\\p{L}.'’-]*(?:\\s\\p{Lu}[\\p{L}.'’-]*){1,3}\\s${wroteVerbs.source}`,
  'u',
)
/** "schrieb Ann Lee:", "skrev Ann Lee:". */
const verbThenName = new RegExp(
  `${wroteVerbs.source}\\s\\p{Lu}[\\p{L}'’.-]*(?:\\s[\\p{L}'’.-]+){0,3}:\\s*$`,
  'u',
)

const endsWithVerb = new RegExp(`${wroteVerbs.source}\\s*[:：]?\\s*$`, 'iu')

function endsAttribution(chunk: string): boolean {
  const hasWhen = datePattern.test(chunk) || timePattern.test(chunk)
  const hasWho = mailPattern.test(chunk)
  const tail = chunk.slice(-90)
  const closes = /[:：]\s*[*_]*\s*$|\bwrote\s*-{2,}\s*$|\bwrote\s*$|写道[:：]?\s*$/iu.test(chunk)
  if (!closes) return false
  if (wroteVerbs.test(tail)) return hasWhen || hasWho
  return (
    hasWhen &&
    timePattern.test(chunk) &&
    hasWho &&
    /(?:[>)\]"']|\s(?:by|von|from|от|від|par|de|da|door|av|af)\s\S+@\S+)\s*[:：]\s*$/u.test(chunk)
  )
}

/**
 * A person wrote, not "the program" of a customer who tells what it says: an address, two capitalised words before
 * the verb, one behind it, or the fixed English form.
 */
function namesPerson(chunk: string): boolean {
  if (mailPattern.test(chunk) || /^on\s.*\bwrote\s*-*:?\s*$/i.test(chunk)) return true
  if (datePattern.test(chunk) && timePattern.test(chunk)) {
    if (verbThenName.test(chunk) || nameFirst.test(chunk)) return true
  }
  if (/\d{1,2}:\d{2},\s\p{Lu}[\p{L}'’-]+\s\p{L}+:?\s*$/u.test(chunk)) return true
  return /\p{Lu}[\p{L}'’-]*\.?\s*\p{Lu}[\p{L}'’.-]*(?:\s\p{Lu}[\p{L}.]*)?,?\s(?:\p{Ll}+\s)?[\p{L}()/]+\s?:?\s*$|^\p{Lu}[\p{L}'’-]*\s\p{Lu}/u.test(
    chunk,
  )
}

/** "2013/7/20 Name <a@b>" and "2016-03-03 17:21 GMT+01:00 Name": Gmail of some years ended there. */
function isBareAttribution(line: string): boolean {
  return /^\d{4}[-/]\d{1,2}[-/]\d{1,2}(?:\s+\d{1,2}:\d{2}\s+GMT[+-]\d{1,2}:\d{2}\s+\S.*|\s+\S.*<[^<>\s]+@[^<>\s]+>\s*:?)$/.test(
    line.trim(),
  )
}

/** A preposition begins many sentences: only a number in the same line makes it the start of a date. */
function startsAttribution(line: string): boolean {
  return attributionStart.test(line) && /\d/.test(line)
}

/**
 * The last line of a paragraph may join the introduction under it: then the introduction begins at its own date, or
 * is whole without that line. A name that goes on with its address in the next line is no such line, a date that goes
 * on with its time is none.
 */
function beginsLater(lines: readonly string[], at: number, end: number, isStart: boolean): boolean {
  const first = bareLine(lines[at])
  const endsSentence = /(?:[!?…]|\p{L}{4,}\.)$/u.test(first)
  const hasSender = senderFirst.test(first) && !endsSentence
  if (hasSender || (datePattern.test(first) && timePattern.test(first))) return false
  const rest = lines.slice(at + 1, end).map(bareLine)
  if (rest.some((line) => startsAttribution(line) && datePattern.test(line))) return true
  if (isStart && !endsSentence) return false
  return rest.some(
    (line, index) => !/^[<(]/.test(line) && attributionAt(lines, at + 1 + index, true)?.end === end,
  )
}

function attributionAt(lines: readonly string[], at: number, isPart: boolean): Attribution | null {
  const first = bareLine(lines[at])
  if (first.length < 3 || first.length > 400) return null
  if (isBareAttribution(first)) return { at, end: at + 1 }
  const isStart = startsAttribution(first)
  const limit = isStart ? 8 : 3
  let chunk = ''
  for (let end = at; end < Math.min(lines.length, at + limit); end += 1) {
    const line = bareLine(lines[end])
    if (line === '' && (!isStart || end - at > 5 || !/^(?:on|at)\s/i.test(first))) break
    if (line !== '') chunk = chunk === '' ? line : `${chunk} ${line}`
    if (chunk.length > 500) break
    const namesSender = (senderFirst.test(chunk) || nameFirst.test(chunk)) && wroteVerbs.test(chunk)
    // A name without a date is an introduction when "wrote" ends it: "Ann <a@b.example> wrote:".
    const isTold =
      isStart || /\d[:.]\d\d|\d{4}/.test(chunk) || endsWithVerb.test(chunk) || isQuoted(lines[end + 1])
    if ((isStart || namesSender) && isTold && line !== '' && endsAttribution(chunk)) {
      if (!namesPerson(chunk) && !lines.slice(end + 1, end + 4).some(isQuoted)) return null
      if (isPart) return { at, end: end + 1 }
      return beginsLater(lines, at, end + 1, isStart) ? null : { at, end: end + 1 }
    }
    if (end > at && headerLine.test(line) && !isStart) break
  }
  return oneLineAt(lines, at, first)
}

/** Introductions of one line: "John wrote:" with no date is one only when a quote follows. */
function oneLineAt(lines: readonly string[], at: number, first: string): Attribution | null {
  const next = lines.slice(at + 1, at + 4).find((line) => !isBlank(line))
  const isDirect =
    /^(?:вы писали|ви писали|you wrote|sie schrieben|vous avez écrit).*:\s*$/iu.test(first) &&
    datePattern.test(first)
  if (isDirect && (timePattern.test(first) || isQuoted(next))) return { at, end: at + 1 }
  // In a language unknown here, an address and a colon above a quote say the same.
  const closes = /[:：]$/.test(first) && first.length < 200
  return closes &&
    (isQuoted(next) || /^\s?\|\s/.test(next ?? '')) &&
    (wroteVerbs.test(first) || mailPattern.test(first))
    ? { at, end: at + 1 }
    : null
}

/** The lines "On … X wrote:" that begin at `at`; null when they do not. */
export function isAttribution(lines: readonly string[], at: number): Attribution | null {
  const found = attributionAt(lines, at, false)
  if (found || !/;\s*$/.test(lines[at] ?? '')) return found
  // Yandex puts "Кому: …;" and "Тема: …;" above its introduction.
  let next = at
  while (next < at + 4 && headerLine.test(lines[next] ?? '') && /;\s*$/.test(lines[next] ?? '')) next += 1
  const under = next > at ? attributionAt(lines, next, false) : null
  return under && { at, end: under.end }
}
