import { createReadStream, createWriteStream } from 'node:fs'
import { mkdir, open, rm, stat } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Config } from '#server/platform/config.ts'
import { fail } from '#server/platform/http/failure.ts'

/** Where the uploaded file of an import lies until the import is done. */
function fileOf(config: Config, importId: number): string {
  return path.join(config.dataDir, 'imports', `${importId}.mbox`)
}

/**
 * Writes a piece of the file at its place, durably; answers its length. A piece that breaks off has no length: it is
 * sent again and written over.
 */
export async function writePart(
  config: Config,
  importId: number,
  part: { offset: number; mostBytes: number },
  source: Readable,
): Promise<number> {
  const file = fileOf(config, importId)
  await mkdir(path.dirname(file), { recursive: true, mode: 0o700 })
  await (await open(file, 'a', 0o600)).close()
  let length = 0
  const measured = async function* (chunks: AsyncIterable<Buffer>) {
    for await (const chunk of chunks) {
      length += chunk.length
      if (length > part.mostBytes) fail('too_large')
      yield chunk
    }
  }
  try {
    await pipeline(
      source,
      measured,
      createWriteStream(file, { flags: 'r+', start: part.offset, flush: true }),
    )
  } catch (error) {
    if ((error as { code?: string }).code === 'ENOSPC') fail('storage_full')
    throw error
  }
  return length
}

/** The file from a byte on; null when it is not on this machine. */
export async function readFrom(config: Config, importId: number, start: number): Promise<Readable | null> {
  const file = fileOf(config, importId)
  try {
    await stat(file)
  } catch {
    return null
  }
  return createReadStream(file, { start, highWaterMark: 2 ** 20 })
}

export async function removeFile(config: Config, importId: number): Promise<void> {
  await rm(fileOf(config, importId), { force: true })
}
