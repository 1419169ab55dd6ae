export interface RecentLetters {
  keep(sha256: Buffer, bytes: Buffer): void
  /** The bytes, once; null when they are not kept any more. */
  take(sha256: Buffer): Buffer | null
}

const mostBytes = 8 * 2 ** 20

/**
 * Small letters between the door and the worker of the same process: storing them and reading them back a moment
 * later would cost more than everything else that is done with them. Only a short cut: what is not here is in the
 * storage.
 */
export function createRecentLetters(): RecentLetters {
  const letters = new Map<string, Buffer>()
  let keptBytes = 0
  const drop = (key: string, bytes: Buffer): void => {
    letters.delete(key)
    keptBytes -= bytes.length
  }
  return {
    keep(sha256, bytes) {
      const key = sha256.toString('hex')
      if (letters.has(key) || bytes.length > mostBytes) return
      letters.set(key, bytes)
      keptBytes += bytes.length
      for (const [oldest, old] of letters) {
        if (keptBytes <= mostBytes) break
        drop(oldest, old)
      }
    },
    take(sha256) {
      const key = sha256.toString('hex')
      const bytes = letters.get(key)
      if (bytes === undefined) return null
      drop(key, bytes)
      return bytes
    },
  }
}
