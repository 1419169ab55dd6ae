import { mkdir, open, readdir, rename, stat, statfs, unlink } from 'node:fs/promises'
import path from 'node:path'
import type { Readable } from 'node:stream'
import { readWhole } from './read-whole.ts'
import { addressOf, spool, withTempFile } from './spool.ts'
import { toStorageError } from './storage-error.ts'
import type { Storage, Stored } from './storage.ts'

const oldTempMs = 24 * 3600 * 1000

/**
 * Bytes in a local folder, each content in `aa/SHA-256`. A file gets its name only when it is whole and on the
 * disk, so a name that exists is always good and is never written again. Rejects with a StorageError.
 */
export async function openFolderStorage(folder: string): Promise<Storage> {
  const incoming = path.join(folder, 'incoming')
  await mkdir(incoming, { recursive: true, mode: 0o700 })
  await removeOldTempFiles(incoming)
  const directories = keptDirectories(folder)

  const put = async (source: Readable | Buffer, maxBytes: number): Promise<Stored> => {
    if (Buffer.isBuffer(source)) {
      const stored = addressOf(source, maxBytes)
      if (await isKept(stored)) return stored
    }
    return withTempFile(incoming, async (temp) => {
      const stored = await spool(temp.file, source, maxBytes)
      if (!Buffer.isBuffer(source) && (await isKept(stored))) return stored
      await temp.file.datasync()
      const directory = await directories.of(stored.sha256)
      await rename(temp.name, placeOf(folder, stored.sha256))
      temp.isMoved = true
      await directory.sync()
      return stored
    })
  }
  /** True when the content is there; somebody may have given it its name this very moment, hence the sync. */
  const isKept = async ({ sha256, sizeBytes }: Stored): Promise<boolean> => {
    const found = await stat(placeOf(folder, sha256)).catch(() => null)
    if (found?.size !== sizeBytes) return false
    await (await directories.of(sha256)).sync()
    return true
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
    open: (sha256) => openFile(placeOf(folder, sha256)),
    read: async (sha256, maxBytes) => readWhole(await openFile(placeOf(folder, sha256)), maxBytes),
    async freeBytes() {
      const { bavail, bsize } = await statfs(folder)
      return bavail * bsize
    },
  }
}

function placeOf(folder: string, sha256: Buffer): string {
  const hex = sha256.toString('hex')
  return path.join(folder, hex.slice(0, 2), hex)
}

async function openFile(place: string): Promise<Readable> {
  try {
    return (await open(place, 'r')).createReadStream()
  } catch (error) {
    throw toStorageError(error, `opening ${place}`)
  }
}

interface KeptDirectory {
  sync(): Promise<void>
}

/**
 * The 256 directories, each made when first needed and held open, because every new name in one has to be brought
 * to the disk. Names given at the same moment go there together.
 */
function keptDirectories(root: string): { of(sha256: Buffer): Promise<KeptDirectory> } {
  const opened = new Map<number, Promise<KeptDirectory>>()
  return {
    of(sha256) {
      const byte = sha256[0] ?? 0
      const known = opened.get(byte)
      if (known) return known
      const opening = openDirectory(root, byte.toString(16).padStart(2, '0'))
      opened.set(byte, opening)
      opening.catch(() => opened.delete(byte))
      return opening
    },
  }
}

async function openDirectory(root: string, name: string): Promise<KeptDirectory> {
  await mkdir(path.join(root, name), { recursive: true, mode: 0o700 })
  // Windows cannot open a directory, and needs no such thing.
  if (process.platform === 'win32') return { sync: () => Promise.resolve() }
  const above = await open(root, 'r')
  await above.sync()
  await above.close()
  const handle = await open(path.join(root, name), 'r')
  return { sync: () => handle.sync() }
}

/** What a killed process left half-written. */
async function removeOldTempFiles(incoming: string): Promise<void> {
  for (const name of await readdir(incoming)) {
    const file = path.join(incoming, name)
    const found = await stat(file).catch(() => null)
    if (found && Date.now() - found.mtimeMs > oldTempMs) await unlink(file).catch(() => undefined)
  }
}
