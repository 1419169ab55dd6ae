import { mkdir, open, readdir, rename, stat, statfs, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { readWhole } from './read-whole.ts'
import { addressOf, spool, withTempFile } from './spool.ts'
import { toStorageError } from './storage-error.ts'
import type { Storage, Stored } from './storage.ts'

const oldTempMs = 24 * 3600 * 1000

/**
 * Bytes in a local folder, each content in `aa/bb/SHA-256`. A file gets its name only when it is whole and on
 * the disk, so a name that exists is always good and is never written again. Rejects with a StorageError.
 */
export async function openFolderStorage(folder: string): Promise<Storage> {
  const incoming = path.join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  await removeOldTempFiles(incoming)
  const madeDirectories = new Set<string>()

  const placeOf = (sha256: Buffer): string => {
    const hex = sha256.toString('hex')
    return path.join(folder, hex.slice(0, 2), hex.slice(2, 4), hex)
  }

  const put = async (source: Readable | Buffer, maxBytes: number): Promise<Stored> => {
    if (Buffer.isBuffer(source)) {
      const stored = addressOf(source, maxBytes)
      if (await isKept(placeOf(stored.sha256), stored.sizeBytes)) return stored
    }
    return withTempFile(incoming, async (file, name) => {
      const stored = await spool(file, source, maxBytes)
      const place = placeOf(stored.sha256)
      if (await isKept(place, stored.sizeBytes)) return stored
      await file.sync()
      await makeDirectory(folder, path.dirname(place), madeDirectories)
      await rename(name, place)
      await syncDirectory(path.dirname(place))
      return stored
    })
  }

  return {
    kind: 'folder',
    async put(source, options = {}) {
      try {
        return await put(source, options.maxBytes ?? Number.MAX_SAFE_INTEGER)
      } catch (error) {
        if (!Buffer.isBuffer(source)) source.destroy()
        throw toStorageError(error, `writing into ${folder}`)
      }
    },
    open: (sha256) => openFile(placeOf(sha256)),
    read: async (sha256, maxBytes) => readWhole(await openFile(placeOf(sha256)), maxBytes),
    async freeBytes() {
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    },
  }
}

async function openFile(place: string): Promise<Readable> {
  try {
    return (await open(place, 'r')).createReadStream()
  } catch (error) {
    throw toStorageError(error, `opening ${place}`)
  }
}

/** True when the content is there; somebody may have given it its name this very moment, hence the sync. */
async function isKept(place: string, sizeBytes: number): Promise<boolean> {
  const found = await stat(place).catch(() => null)
  if (found?.size !== sizeBytes) return false
  await syncDirectory(path.dirname(place))
  return true
}

/** A new directory is on the disk only when the directory above it is. */
async function makeDirectory(root: string, directory: string, made: Set<string>): Promise<void> {
  if (made.has(directory)) return
  if ((await mkdir(directory, { recursive: true, mode: 0o700 })) !== undefined) {
    await syncDirectory(path.dirname(directory))
    await syncDirectory(root)
  }
  made.add(directory)
}

async function syncDirectory(directory: string): Promise<void> {
  // Windows cannot open a directory, and needs no such thing.
  if (process.platform === 'win32') return
  const handle = await open(directory, 'r')
  try {
    await handle.sync()
  } finally {
    await handle.close()
  }
}

/** What a killed process left half-written. */
async function removeOldTempFiles(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const file = path.join(incoming, name)
    const found = await stat(file).catch(() => null)
    if (found && Date.now() - found.mtimeMs > oldTempMs) await unlink(file).catch(() => undefined)
  }
}
