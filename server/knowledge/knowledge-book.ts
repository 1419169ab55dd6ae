import type { Db } from '#server/platform/database/open-database.ts'
import type { Notices } from '#server/platform/realtime/notices.ts'

interface Kept {
  value: Promise<unknown>
  /** By `performance.now()`; what does not go stale by itself has none. */
  until: number
}

/** Kept per process; only for databases whose changes this process hears of. */
const books = new WeakMap<Db, { pages: Map<string, Kept> }>()

/**
 * What `load` answers, from memory until somebody, anywhere, changes what is published. The key must name everything the
 * answer depends on: whose eyes it is for above all. `forMs` is for what changes without a word, as counts do.
 */
export async function remembered<T>(
  db: Db,
  key: string,
  load: () => Promise<T>,
  { forMs = Infinity }: { forMs?: number } = {},
): Promise<T> {
  const book = books.get(db)
  if (!book) return load()
  // A change that comes while something is being read begins a new map: what was read before it is kept nowhere.
  const { pages } = book
  const known = pages.get(key)
  if (known && known.until > performance.now()) return known.value as Promise<T>
  const value = load()
  pages.set(key, { value, until: performance.now() + forMs })
  value.catch(() => pages.delete(key))
  return value
}

/** Lets this process keep in memory what readers ask for most. Answers how to stop. */
export function watchKnowledge(db: Db, notices: Notices): () => void {
  const book = { pages: new Map<string, Kept>() }
  const forget = () => {
    book.pages = new Map()
  }
  books.set(db, book)
  const stops = [
    notices.listen(({ topic, isDraft }) => {
      if (topic === 'knowledge' && isDraft !== true) forget()
    }),
    notices.onGap(forget),
  ]
  return () => {
    books.delete(db)
    for (const stop of stops) stop()
  }
}
