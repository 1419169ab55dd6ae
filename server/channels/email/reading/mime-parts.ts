import { type HeaderValue, type RawHeader, parseHeaderValue, splitHeaderFields } from './header-fields.ts'
import { decodeTransfer } from './transfer-encoding.ts'

/** One node of a letter's structure; `body` is still in its transfer encoding and shares the letter's memory. */
export type MimePart = {
  /** The part whole, headers and body, as a signature covers it; shares the letter's memory. */
  source: Buffer
  headers: RawHeader[]
  type: HeaderValue
  disposition: HeaderValue
  encoding: string
  body: Buffer
  children: MimePart[]
  /** The multipart around it, '' at the top. */
  parentType: string
  /** No line of the multipart around it marks its end: what stands in it may be more or less than the part. */
  isEndless: boolean
}

const maxDepth = 100
const maxParts = 2_000
const maxHeaderBytes = 1_000_000
const knownKinds = /^(?:application|audio|chemical|font|image|message|model|multipart|text|video|x-[\w-]+)\//
const lf = 0x0a
const cr = 0x0d

const headerStart = /^[!-9;-~]+[ \t]*:/

function lineAt(source: Buffer, at: number): string {
  const end = source.indexOf(lf, at)
  return source.subarray(at, Math.min(end < 0 ? source.length : end, at + 200)).toString('latin1')
}

type Split = { headerEnd: number; bodyStart: number }

/**
 * Where the header block ends and where the body starts. The empty line between them may be missing: then the
 * body begins at the first line that is no header, unless headers go on after it (mbox's "From ", junk).
 */
function findBody(source: Buffer): Split {
  if (source[0] === lf) return { headerEnd: 0, bodyStart: 1 }
  if (source[0] === cr) return { headerEnd: 0, bodyStart: source[1] === lf ? 2 : 1 }
  if (!source.subarray(0, 100_000).includes(lf)) {
    const bare = source.indexOf('\r\r', 0, 'latin1')
    if (bare >= 0) return { headerEnd: bare, bodyStart: bare + 2 }
  }
  let at = 0
  while (at < source.length) {
    const line = lineAt(source, at)
    const end = source.indexOf(lf, at)
    const next = end < 0 ? source.length : end + 1
    if (line === '' || line === '\r') return { headerEnd: at, bodyStart: next }
    const isHeader = headerStart.test(line) || /^[ \t]/.test(line)
    if (!isHeader && (next >= source.length || !headerStart.test(lineAt(source, next))))
      return { headerEnd: at, bodyStart: at }
    at = next
  }
  return { headerEnd: source.length, bodyStart: source.length }
}

function isBlank(byte: number | undefined): boolean {
  return byte === 0x20 || byte === 0x09
}

function isLineBreak(byte: number | undefined): boolean {
  return byte === lf || byte === cr || byte === undefined
}

/** The mark of a multipart that begins here, when it is ours with dashes behind it: its lines would look like our end. */
function longerMark(part: Buffer, boundary: string): Buffer | null {
  const head = part.toString('latin1').split(/\r?\n\r?\n/, 1)[0] ?? ''
  const inner = /\bboundary="?([^"\s;]+)/i.exec(head)?.[1]
  return inner?.startsWith(`${boundary}--`) ? Buffer.from(`--${inner}`, 'latin1') : null
}

/** A multipart taken apart; `isOpen`: no line marks the end of the last part. */
type Parts = { parts: Buffer[]; isOpen: boolean }

/** The parts between `--boundary` lines; empty when the body has no such line. */
function splitByBoundary(body: Buffer, boundary: string): Parts {
  const mark = Buffer.from(`--${boundary}`, 'latin1')
  const parts: Buffer[] = []
  let open = -1
  let at = 0
  let inner: Buffer | null = null
  for (let found = body.indexOf(mark); found >= 0; found = body.indexOf(mark, at)) {
    at = found + mark.length
    if (inner && body.subarray(found, found + inner.length).equals(inner)) {
      const isInnerEnd = body.toString('latin1', found + inner.length, found + inner.length + 2) === '--'
      at = found + inner.length
      if (isInnerEnd) inner = null
      continue
    }
    const isClose = body[at] === 0x2d && body[at + 1] === 0x2d
    let after = isClose ? at + 2 : at
    while (isBlank(body[after])) after += 1
    if (!(found === 0 || isLineBreak(body[found - 1])) || !(isLineBreak(body[after]) || isClose)) continue
    if (open >= 0) {
      let cut = found
      if (body[cut - 1] === lf) cut -= 1
      if (body[cut - 1] === cr) cut -= 1
      parts.push(body.subarray(open, Math.max(open, cut)))
      if (parts.length > maxParts) return { parts, isOpen: false }
    }
    if (isClose) {
      // What follows the closing line is nobody's part, unless a broken writer goes on with the same boundary.
      open = -1
      continue
    }
    if (body[after] === cr) after += 1
    if (body[after] === lf) after += 1
    open = Math.min(after, body.length)
    at = open
    inner = longerMark(body.subarray(open, open + 1000), boundary)
  }
  // A letter cut short still has its last part; the last mark may stand at the end of its last line.
  if (open < 0 || open >= body.length) return { parts, isOpen: false }
  const rest = body.subarray(open)
  const last = withoutGluedMark(rest, `--${boundary}--`)
  parts.push(last)
  return { parts, isOpen: last.length === rest.length }
}

function withoutGluedMark(part: Buffer, mark: string): Buffer {
  const tail = part
    .subarray(Math.max(0, part.length - mark.length - 8))
    .toString('latin1')
    .trimEnd()
  if (!tail.endsWith(mark)) return part
  const end = part.lastIndexOf(mark, part.length, 'latin1')
  return part.subarray(0, end)
}

function guessBoundary(body: Buffer): string | null {
  const head = body.subarray(0, 20_000).toString('latin1')
  return /^--([^\r\n]{1,200}?)[ \t]*\r?\n(?:[\w-]+:[^\r\n]*\r?\n)*content-[\w-]+:/im.exec(head)?.[1] ?? null
}

function splitParts(part: MimePart): Parts {
  const declared = part.type.parameters.get('boundary')
  if (declared) {
    const spellings = [declared, declared.replace(/^'(.*)'$/, '$1'), declared.replace(/\s*\([^()]*\)$/, '')]
    for (const boundary of new Set(spellings.filter((spelling) => spelling !== ''))) {
      const found = splitByBoundary(part.body, boundary)
      if (found.parts.length > 0) return found
    }
    if (/^(?:base64|quoted-printable)$/.test(part.encoding)) {
      // Forbidden, and seen: the whole multipart in base64.
      const decoded = splitByBoundary(decodeTransfer(part.body, part.encoding), declared)
      if (decoded.parts.length > 0) return decoded
    }
  }
  const guessed = guessBoundary(part.body)
  return guessed ? splitByBoundary(part.body, guessed) : { parts: [], isOpen: false }
}

/** What a part is told by what stands around it; `budget` counts the parts that may still be read. */
type Around = {
  defaultType: string
  parentType: string
  isEndless: boolean
  depth: number
  budget: { parts: number }
}

function readPart(source: Buffer, around: Around): MimePart {
  const { defaultType, parentType, isEndless, depth, budget } = around
  const { headerEnd, bodyStart } = findBody(source)
  const headers = splitHeaderFields(
    source.subarray(0, Math.min(headerEnd, maxHeaderBytes)).toString('latin1'),
  )
  const valueOf = (name: string): string | undefined => headers.find((header) => header.name === name)?.value
  const type = parseHeaderValue(valueOf('content-type'))
  type.value = type.value.replace(/[\s"']/g, '')
  if (type.value === 'text') type.value = 'text/plain'
  if (!/^[\w.+-]+\/[\w.+*-]+$/.test(type.value)) type.value = defaultType
  // "plain/text" and the like: a letter that is nothing but a kind nobody registered is read as text.
  if (parentType === '' && !knownKinds.test(type.value)) type.value = defaultType
  const encoding = parseHeaderValue(
    valueOf('content-transfer-encoding')
      ?.slice(0, 200)
      .replace(/\(.*?\)/g, ''),
  )
  const part: MimePart = {
    source,
    headers,
    type,
    disposition: parseHeaderValue(valueOf('content-disposition')),
    encoding: encoding.value.replace(/["'\s]/g, ''),
    body: source.subarray(bodyStart),
    children: [],
    parentType,
    isEndless,
  }
  budget.parts -= 1
  if (type.value.startsWith('multipart/') && depth < maxDepth && budget.parts > 0) {
    const inner = type.value === 'multipart/digest' ? 'message/rfc822' : 'text/plain'
    const { parts, isOpen } = splitParts(part)
    for (const [at, child] of parts.entries()) {
      if (budget.parts <= 0) break
      const isLast = at === parts.length - 1
      part.children.push(
        readPart(child, {
          defaultType: inner,
          parentType: type.value,
          isEndless: isOpen && isLast,
          depth: depth + 1,
          budget,
        }),
      )
    }
    if (part.children.length === 0) type.value = 'text/plain'
  }
  return part
}

/** Some gateways send a line end of CR CR LF: every line of such a letter has one. */
function mendLineEnds(letter: Buffer): Buffer {
  const head = letter.subarray(0, 4_000).toString('latin1')
  const doubled = head.split('\r\r\n').length - 1
  if (doubled < 2 || doubled < head.split('\n').length - 2) return letter
  return Buffer.from(letter.toString('latin1').replaceAll('\r\r\n', '\r\n'), 'latin1')
}

/** The structure of a letter. Never throws; bounded in depth and in number of parts. */
export function readMimeParts(letter: Buffer): MimePart {
  let start = letter[0] === 0xef && letter[1] === 0xbb && letter[2] === 0xbf ? 3 : 0
  // Mailboxes saved by hand begin with empty lines.
  while (letter[start] === lf || letter[start] === cr) start += 1
  return readPart(mendLineEnds(letter.subarray(start === letter.length ? 0 : start)), {
    defaultType: 'text/plain',
    parentType: '',
    isEndless: false,
    depth: 0,
    budget: { parts: maxParts },
  })
}
