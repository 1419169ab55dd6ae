import { createHash, randomUUID } from 'node:crypto'
import { type FileHandle, open, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { StorageError } from './storage-error.ts'
import type { Stored } from './storage.ts'

/** The address and size of bytes that are in memory already. */
export function addressOf(bytes: Buffer, maxBytes: number): Stored {
  refuseBeyond(maxBytes, bytes.length)
  return { sha256: createHash('sha256').update(bytes).digest(), sizeBytes: bytes.length }
}

export interface TempFile {
  file: FileHandle
  name: string
  /** Set by whoever gave the file another name; it is removed otherwise. */
  isMoved: boolean
}

/** Runs `work` on a new file in `directory`; whatever happens, no temporary file stays behind. */
export async function withTempFile<T>(directory: string, work: (temp: TempFile) => Promise<T>): Promise<T> {
  const name = path.join(directory, randomUUID())
  const temp: TempFile = { file: await open(name, 'wx', 0o600), name, isMoved: false }
  try {
    return await work(temp)
  } finally {
    await temp.file.close()
    if (!temp.isMoved) await unlink(name).catch(() => undefined)
  }
}

/** Writes the bytes to the file and hashes them on the way. */
export async function spool(file: FileHandle, source: Readable | Buffer, maxBytes: number): Promise<Stored> {
  if (Buffer.isBuffer(source)) {
    const stored = addressOf(source, maxBytes)
    await file.writeFile(source)
    return stored
  }
  const hash = createHash('sha256')
  let sizeBytes = 0
  for await (const chunk of source as AsyncIterable<Buffer>) {
    sizeBytes += chunk.length
    refuseBeyond(maxBytes, sizeBytes)
    hash.update(chunk)
    await file.writeFile(chunk)
  }
  return { sha256: hash.digest(), sizeBytes }
}

function refuseBeyond(maxBytes: number, sizeBytes: number): void {
  if (sizeBytes > maxBytes) throw new StorageError('too_large', `more than ${maxBytes} bytes`)
}
