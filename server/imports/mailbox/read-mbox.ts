/** One letter of an mbox file, without its separator line. */
export interface MboxLetter {
  /** Null for one larger than the limit. */
  raw: Buffer | null
  /** The byte where its separator begins, and the one after its end: where to go on. */
  start: number
  end: number
  /** The date of the separator, where it has one. */
  arrivedAt: Date | null
}

const separator = Buffer.from('\nFrom ')
const byteOrderMark = Buffer.from('\uFEFF')
const lf = 0x0a
const cr = 0x0d
/** "From someone Fri Jul  8 12:08:34 2011", with a zone or without, and what Gmail and Thunderbird write. */
const datedLine = /^From (?:.*\s)?(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s.*\b\d{1,2}:\d\d.*$/
/** Some write no date; then only the empty line before it tells it from somebody's words. */
const datelessLine = /^From (?:-|\?\?\?@\?\?\?|\S+@\S+)\s*$/
const headerLine = /^(?:[!-9;-~]+[ \t]*:|>?From )/
/** Longer than any separator and the line after it. */
const mostLine = 300

/**
 * The letters of an mbox (RFC 4155) read as it streams, from byte `start` on, which is where a separator begins. A
 * line is a separator when it looks like one, with a date, and is followed by a header: "From here on …" in a text is
 * not. Lines that were quoted (`>From`, both customs) come back as they were written. Memory holds one letter.
 */
export async function* readMbox(
  source: AsyncIterable<Buffer>,
  start: number,
  mostBytes: number,
): AsyncGenerator<MboxLetter> {
  // `held` begins at byte `at` of the file; a letter begins there too, unless its beginning was dropped.
  let held: Buffer = Buffer.alloc(0)
  let at = start
  let look = 0
  let dropped = 0
  for await (const chunk of source) {
    held = held.length === 0 ? chunk : Buffer.concat([held, chunk])
    for (;;) {
      const found = held.indexOf(separator, look)
      if (found < 0) {
        look = Math.max(0, held.length - separator.length)
        break
      }
      const verdict = isSeparator(held, found + 1)
      if (verdict === 'unknown') {
        look = found
        break
      }
      look = found + separator.length
      if (verdict === 'no') continue
      const end = found + 1
      const isLetter = dropped > 0 || !isBlank(held, end)
      if (isLetter) yield letterOf(held.subarray(0, end), { start: at, end: at + dropped + end, dropped })
      at += dropped + end
      held = held.subarray(end)
      look = 0
      dropped = 0
    }
    if (held.length > mostBytes) {
      // Only its end is still of interest.
      const tail = held.subarray(-mostLine)
      dropped += held.length - tail.length
      held = Buffer.from(tail)
      look = Math.max(0, held.length - separator.length)
    }
  }
  if (dropped > 0 || !isBlank(held, held.length))
    yield letterOf(held, { start: at, end: at + dropped + held.length, dropped })
}

/** Empty lines, and the mark of an editor that saved the file as UTF-8. */
function isBlank(held: Buffer, end: number): boolean {
  return end < mostLine && held.toString('utf8', 0, end).trim() === ''
}

function isSeparator(held: Buffer, from: number): 'yes' | 'no' | 'unknown' {
  const end = held.indexOf(lf, from)
  if (end < 0) return held.length - from > mostLine ? 'no' : 'unknown'
  const line = lineOf(held, from, end)
  if (!datedLine.test(line) && !(datelessLine.test(line) && isAfterEmptyLine(held, from))) return 'no'
  const nextEnd = held.indexOf(lf, end + 1)
  if (nextEnd < 0 && held.length - end < mostLine) {
    // The end of the file may be near: what there is of the line is enough when it shows a header already.
    return headerLine.test(lineOf(held, end + 1, held.length)) ? 'yes' : 'unknown'
  }
  return headerLine.test(lineOf(held, end + 1, nextEnd < 0 ? held.length : nextEnd)) ? 'yes' : 'no'
}

function isAfterEmptyLine(held: Buffer, from: number): boolean {
  const before = held[from - 2] === cr ? from - 3 : from - 2
  return before < 0 || held[before] === lf
}

function lineOf(held: Buffer, from: number, end: number): string {
  const stop = held[end - 1] === cr ? end - 1 : end
  return held.toString('latin1', from, Math.min(stop, from + mostLine))
}

function letterOf(whole: Buffer, place: { start: number; end: number; dropped: number }): MboxLetter {
  const { start, end } = place
  if (place.dropped > 0) return { raw: null, start, end, arrivedAt: null }
  const bytes = withoutMark(whole)
  const hasSeparator = bytes.subarray(0, 5).toString('latin1') === 'From '
  const firstLf = bytes.indexOf(lf)
  const bodyFrom = hasSeparator ? (firstLf < 0 ? bytes.length : firstLf + 1) : 0
  const line = hasSeparator ? lineOf(bytes, 0, firstLf < 0 ? bytes.length : firstLf) : ''
  return { raw: unquoted(withoutLastBlank(bytes.subarray(bodyFrom))), start, end, arrivedAt: readDate(line) }
}

function withoutMark(bytes: Buffer): Buffer {
  return bytes.subarray(0, byteOrderMark.length).equals(byteOrderMark)
    ? bytes.subarray(byteOrderMark.length)
    : bytes
}

/** The empty line before the next separator belongs to the file. */
function withoutLastBlank(bytes: Buffer): Buffer {
  if (bytes.at(-1) !== lf) return bytes
  const before = bytes.at(-2) === cr ? -2 : -1
  const rest = bytes.subarray(0, before)
  return rest.length === 0 || rest.at(-1) === lf ? rest : bytes
}

function unquoted(bytes: Buffer): Buffer {
  if (!/^>+From /m.test(bytes.includes('>From ') ? bytes.toString('latin1') : '')) return Buffer.from(bytes)
  return Buffer.from(bytes.toString('latin1').replace(/^>(>*From )/gm, '$1'), 'latin1')
}

function readDate(line: string): Date | null {
  const words = /(?:Mon|Tue|Wed|Thu|Fri|Sat|Sun),?\s.*$/.exec(line)?.[0]
  if (!words) return null
  // asctime has no zone: it is the writer's, and UTC is as good a guess as any.
  const hasZone = /(?:[+-]\d{4}|[A-Z]{3})(?:\s+\d{4})?\s*$/.test(words)
  const date = new Date(hasZone ? words : `${words} UTC`)
  return Number.isNaN(date.getTime()) || date.getUTCFullYear() < 1970 ? null : date
}
