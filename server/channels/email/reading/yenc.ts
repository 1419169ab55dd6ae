import type { UuFile } from './transfer-encoding.ts'

const begin = Buffer.from('=ybegin ')
const end = Buffer.from('=yend ')
const lf = 0x0a
const maxFiles = 100

/** The line that begins at a position, as text without its end, and where the next one begins. */
function lineAt(body: Buffer, at: number): { line: string; next: number } {
  const found = body.indexOf(lf, at)
  const next = found < 0 ? body.length : found + 1
  return { line: body.toString('latin1', at, Math.min(next, at + 1_000)).trimEnd(), next }
}

/** Where a line begins with the mark, from a position on; -1 when nowhere. */
function findLine(body: Buffer, mark: Buffer, from: number): number {
  for (let at = body.indexOf(mark, from); at >= 0; at = body.indexOf(mark, at + 1)) {
    if (at === 0 || body[at - 1] === lf) return at
  }
  return -1
}

/** Each byte is the real one plus 42; "=" escapes those a transport could not carry (yEnc 1.3). */
function decodeYenc(data: Buffer): Buffer {
  const out = Buffer.alloc(data.length)
  let size = 0
  for (let at = 0; at < data.length; at += 1) {
    let byte = data[at] ?? 0
    if (byte === 0x0d || byte === lf) continue
    if (byte === 0x3d) {
      at += 1
      byte = (data[at] ?? 0) - 64
    }
    out[size] = (byte - 42) & 0xff
    size += 1
  }
  return out.subarray(0, size)
}

/** Files that newsreaders paste into a text in yEnc. The text is bytes still: a charset would spoil them. */
export function takeYencFiles(body: Buffer): { rest: Buffer; files: UuFile[] } {
  const kept: Buffer[] = []
  const files: UuFile[] = []
  let from = 0
  while (files.length < maxFiles) {
    const start = findLine(body, begin, from)
    if (start < 0) break
    const head = lineAt(body, start)
    const name = /\sname=(.+)$/.exec(head.line)?.[1]
    const stop = findLine(body, end, head.next)
    if (name === undefined || stop < 0) break
    const part = lineAt(body, head.next)
    const data = body.subarray(part.line.startsWith('=ypart ') ? part.next : head.next, stop)
    kept.push(body.subarray(from, start))
    files.push({ name, content: decodeYenc(data) })
    from = lineAt(body, stop).next
  }
  return files.length === 0
    ? { rest: body, files }
    : { rest: Buffer.concat([...kept, body.subarray(from)]), files }
}
