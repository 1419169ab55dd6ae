const newline = 0x0a
const equals = 0x3d

function hexValue(byte: number | undefined): number {
  if (byte === undefined) return -1
  if (byte >= 0x30 && byte <= 0x39) return byte - 0x30
  if (byte >= 0x41 && byte <= 0x46) return byte - 0x37
  if (byte >= 0x61 && byte <= 0x66) return byte - 0x57
  return -1
}

/** Quoted-printable → bytes; what is not a valid escape stays as it is. */
export function decodeQuotedPrintable(body: Uint8Array): Buffer {
  const out = Buffer.allocUnsafe(body.length)
  let size = 0
  let lineStart = 0
  for (let at = 0; at < body.length; at += 1) {
    const byte = body[at] ?? 0
    if (byte === equals) {
      const high = hexValue(body[at + 1])
      const low = hexValue(body[at + 2])
      if (high >= 0 && low >= 0) {
        out[size] = high * 16 + low
        size += 1
        at += 2
        // An encoded space at the end of a line is meant: only bare ones are stripped.
        lineStart = size
        continue
      }
      let next = at + 1
      while (body[next] === 0x20 || body[next] === 0x09) next += 1
      if (body[next] === 0x0d && body[next + 1] === newline) next += 1
      if (body[next] === newline || body[next] === 0x0d || next >= body.length) {
        at = next
        lineStart = size
        continue
      }
    }
    if (byte === newline) {
      let end = size
      const hasReturn = end > lineStart && out[end - 1] === 0x0d
      if (hasReturn) end -= 1
      while (end > lineStart && (out[end - 1] === 0x20 || out[end - 1] === 0x09)) end -= 1
      if (hasReturn) {
        out[end] = 0x0d
        end += 1
      }
      size = end
    }
    out[size] = byte
    size += 1
    if (byte === newline) lineStart = size
  }
  return out.subarray(0, size)
}

const base64Line = /^[ \t]*[A-Za-z0-9+/]*={0,3}[ \t]*$/

/** Text that only says it is base64: too many characters that base64 does not have, spaces between words. */
function isPlainText(text: string): boolean {
  const first = text.trimStart().split(/\r?\n/, 1)[0] ?? ''
  if (base64Line.test(first) && first.trim().length % 4 === 0) return false
  const head = text.slice(0, 2_000).replace(/[\r\n]/g, '')
  const strange = head.replace(/[A-Za-z0-9+/=]/g, '').length
  return head.length > 16 && strange * 10 > head.length && / /.test(head)
}

/** The data without what a mailing list wrote under it: lines that are no base64 after an empty one or the padding. */
function withoutFooter(text: string): string {
  let hasEnded = false
  for (let at = 0; at < text.length;) {
    const found = text.indexOf('\n', at)
    const next = found < 0 ? text.length : found + 1
    const line = text.slice(at, next).trimEnd()
    if (hasEnded && !base64Line.test(line)) return text.slice(0, at)
    hasEnded = at > 0 && (line === '' || line.endsWith('='))
    at = next
  }
  return text
}

const maxPieces = 1_000

/** What stands between one padding and the next, each with its padding. */
function piecesOf(text: string): string[] {
  const pieces: string[] = []
  for (const [piece] of text.matchAll(/[^=]+=*/g)) {
    pieces.push(piece)
    if (pieces.length > maxPieces) break
  }
  return pieces
}

/** Base64 → bytes, whatever stands between the letters; padded pieces glued together are read one by one. */
export function decodeBase64(body: Uint8Array): Buffer {
  let text = Buffer.from(body.buffer, body.byteOffset, body.length).toString('latin1')
  if (/[^A-Za-z0-9+/=\r\n]/.test(text)) {
    if (isPlainText(text)) return Buffer.from(body.buffer, body.byteOffset, body.length)
    text = withoutFooter(text)
  }
  const pad = text.indexOf('=')
  if (pad < 0 || !/[A-Za-z0-9+/]/.test(text.slice(pad, pad + 200))) return Buffer.from(text, 'base64')
  const pieces = piecesOf(text)
  // No writer glues so many: nothing but damage has them.
  if (pieces.length > maxPieces) return Buffer.from(text.replaceAll('=', ''), 'base64')
  // Glued pieces follow each other directly or in the next line; other text after the padding is no data.
  const end = pieces.findIndex((piece, at) => at > 0 && !/^\s*[\r\n]|^[A-Za-z0-9+/]/.test(piece))
  return Buffer.concat(
    pieces.slice(0, end < 0 ? pieces.length : end).map((piece) => Buffer.from(piece, 'base64')),
  )
}

function decodeUuLine(line: string): Buffer {
  const size = (line.charCodeAt(0) - 32) & 63 || 0
  const out = Buffer.alloc(Math.ceil(size / 3) * 3)
  let at = 0
  for (let index = 1; at < size; index += 4) {
    const [a = 0, b = 0, c = 0, d = 0] = [0, 1, 2, 3].map(
      (step) => ((line.charCodeAt(index + step) || 32) - 32) & 63,
    )
    out[at] = (a << 2) | (b >> 4)
    out[at + 1] = ((b & 15) << 4) | (c >> 2)
    out[at + 2] = ((c & 3) << 6) | d
    at += 3
  }
  return out.subarray(0, size)
}

/** The lines between `begin` and `end` of a uuencoded file → bytes. */
export function decodeUuLines(lines: readonly string[]): Buffer {
  return Buffer.concat(lines.filter((line) => line !== '' && line !== '`').map(decodeUuLine))
}

function isUuData(lines: readonly string[], from: number, to: number): boolean {
  for (let at = from; at < to; at += 1) {
    const line = lines[at] ?? ''
    if (line.trim() !== '' && !/^[\x20-\x60]{1,86}\s{0,9}$/.test(line)) return false
  }
  return true
}

export type UuFile = { name: string; content: Buffer }

/** Files that old mailers pasted into the text: `begin 644 name … end`. Returns the text without them. */
export function takeUuFiles(binary: string): { text: string; files: UuFile[] } {
  if (!/^begin [0-7]{3,4} /m.test(binary)) return { text: binary, files: [] }
  const files: UuFile[] = []
  const kept: string[] = []
  const lines = binary.split(/\r?\n/)
  const ends = lines.flatMap((line, at) => (/^end\s*$/.test(line) ? [at] : []))
  let nextEnd = 0
  for (let at = 0; at < lines.length; at += 1) {
    const begin = /^begin [0-7]{3,4} (.+?)\s*$/.exec(lines[at] ?? '')
    while ((ends[nextEnd] ?? Infinity) <= at) nextEnd += 1
    const end = begin ? (ends[nextEnd] ?? -1) : -1
    // Data never begins with the word that opens it: a text full of openings is no file.
    const isFile = end > at + 1 && !/^begin [0-7]{3,4} /.test(lines[at + 1] ?? '')
    if (begin && isFile && isUuData(lines, at + 1, end)) {
      files.push({ name: begin[1] ?? '', content: decodeUuLines(lines.slice(at + 1, end)) })
      at = end
    } else kept.push(lines[at] ?? '')
  }
  return files.length > 0 ? { text: kept.join('\n'), files } : { text: binary, files }
}

/** Content-Transfer-Encoding undone; an unknown one leaves the bytes as they are. */
export function decodeTransfer(body: Buffer, encoding: string): Buffer {
  if (encoding === 'base64') return decodeBase64(body)
  if (encoding === 'quoted-printable') return decodeQuotedPrintable(body)
  if (/^(?:x-)?uu(?:e|encode|encoded)?$/.test(encoding)) {
    const lines = body.toString('latin1').split(/\r?\n/)
    const begin = lines.findIndex((line) => /^begin [0-7]{3,4}/.test(line))
    const end = lines.findIndex((line, at) => at > begin && /^end\s*$/.test(line))
    if (begin >= 0) return decodeUuLines(lines.slice(begin + 1, end < 0 ? lines.length : end))
  }
  return body
}
