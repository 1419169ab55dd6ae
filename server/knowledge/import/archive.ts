import { promisify } from 'node:util'
import { crc32, inflateRaw } from 'node:zlib'
import { fail } from '#server/platform/http/failure.ts'

/** A file in an archive; `problem` is why it is not read. */
export interface Entry {
  path: string
  sizeBytes: number
  problem: string | null
  read: () => Promise<Buffer>
}

/** What one archive may hold; more is an attack or a mistake. */
export const archiveBounds = { bytes: 200 * 2 ** 20, entries: 20_000, unpackedBytes: 2 ** 30 }

const inflate = promisify(inflateRaw)

/**
 * The files of a zip archive by its directory; nothing is unpacked until it is read, and never more than the directory
 * said. `archive_unreadable` for what is none, `archive_too_large` for more than anybody writes.
 */
export function openArchive(zip: Buffer): Entry[] {
  const end = zip.lastIndexOf(Buffer.from('PK\x05\x06'))
  if (end < 0 || end + 22 > zip.length) fail('archive_unreadable')
  const count = zip.readUInt16LE(end + 10)
  if (count > archiveBounds.entries) fail('archive_too_large')
  try {
    return readDirectory(zip, zip.readUInt32LE(end + 16), count)
  } catch (error) {
    if (error instanceof RangeError) fail('archive_unreadable')
    throw error
  }
}

function readDirectory(zip: Buffer, start: number, count: number): Entry[] {
  const entries: Entry[] = []
  const seen = new Set<string>()
  let unpacked = 0
  for (let n = 0, at = start; n < count; n++) {
    if (zip.readUInt32LE(at) !== 0x02014b50) fail('archive_unreadable')
    const nameLength = zip.readUInt16LE(at + 28)
    const facts = {
      madeBy: zip.readUInt16LE(at + 4) >> 8,
      flags: zip.readUInt16LE(at + 8),
      method: zip.readUInt16LE(at + 10),
      crc: zip.readUInt32LE(at + 16),
      packed: zip.readUInt32LE(at + 20),
      size: zip.readUInt32LE(at + 24),
      mode: zip.readUInt16LE(at + 40),
      offset: zip.readUInt32LE(at + 42),
    }
    const path = nameOf(zip.subarray(at + 46, at + 46 + nameLength))
    at += 46 + nameLength + zip.readUInt16LE(at + 30) + zip.readUInt16LE(at + 32)
    if (path.endsWith('/') || isOfNoOne(path)) continue
    unpacked += facts.size
    if (unpacked > archiveBounds.unpackedBytes) fail('archive_too_large')
    const problem = seen.has(path) ? 'twice' : problemOf(path, facts)
    seen.add(path)
    entries.push({
      path: shown(path),
      sizeBytes: facts.size,
      problem,
      read: () => readEntry(zip, facts),
    })
  }
  return entries
}

interface Facts {
  madeBy: number
  flags: number
  method: number
  crc: number
  packed: number
  size: number
  mode: number
  offset: number
}

/** UTF-8, or what Windows writes Russian names in. */
function nameOf(bytes: Buffer): string {
  let name: string
  try {
    name = new TextDecoder('utf-8', { fatal: true }).decode(bytes)
  } catch {
    name = new TextDecoder('ibm866').decode(bytes)
  }
  return name
    .normalize('NFC')
    .replaceAll('\\', '/')
    .replace(/^(?:\.\/)+/, '')
}

/** Leftovers of file systems and programs: nobody means them. */
function isOfNoOne(path: string): boolean {
  return path
    .split('/')
    .some(
      (part) =>
        (/^\.[^./]/.test(part) && part !== '..') ||
        /^(?:__MACOSX|node_modules|Thumbs\.db|desktop\.ini)$/.test(part),
    )
}

function problemOf(path: string, { madeBy, flags, method, mode }: Facts): string | null {
  const parts = path.split('/')
  const isOutside = path.startsWith('/') || /^[a-z]:/i.test(path) || parts.includes('..')
  if (isOutside || parts.length > 12 || path.length > 500 || /[\u0000-\u001f\u007f]/.test(path))
    return 'bad_name'
  if (madeBy === 3 && (mode & 0xf000) === 0xa000) return 'symlink'
  if (flags & 1) return 'encrypted'
  return method === 0 || method === 8 ? null : 'unreadable'
}

/** The name as a page and a database can say it. */
function shown(path: string): string {
  return path.replace(/[\p{Cc}\p{Cf}]/gu, '�').slice(0, 500)
}

async function readEntry(zip: Buffer, { method, crc, packed, size, offset }: Facts): Promise<Buffer> {
  const start = offset + 30 + zip.readUInt16LE(offset + 26) + zip.readUInt16LE(offset + 28)
  const given = zip.subarray(start, start + packed)
  const bytes = method === 0 ? given : await inflate(given, { maxOutputLength: Math.max(1, size) })
  if (bytes.length !== size || crc32(bytes) !== crc) throw new Error('not what its directory says')
  return bytes
}
