import { PassThrough, type Readable } from 'node:stream'
import { pipeline } from 'node:stream/promises'
import type { Storage, Stored } from '#server/platform/storage/storage.ts'
import type { RecentLetters } from './recent-letters.ts'
import { peekMessageId } from '../reading/peek-message-id.ts'

/** No letter of any channel is larger, whatever the limits of the desk are. */
export const largestLetterBytes = 250 * 2 ** 20
/** Letters up to this size are taken into memory and written at one stroke; larger ones are streamed. */
const smallBytes = 512 * 1024

export interface StoredLetter {
  stored: Stored
  messageId: string | null
}

/** Stores a letter's bytes as they come and reads its Message-ID off the beginning. */
export async function storeLetter(
  { storage, recent }: { storage: Storage; recent?: RecentLetters },
  source: Readable,
  maxBytes?: number,
): Promise<StoredLetter> {
  const chunks: Buffer[] = []
  let size = 0
  const iterator = (source as AsyncIterable<Buffer>)[Symbol.asyncIterator]()
  for (;;) {
    const next = await iterator.next()
    if (next.done) {
      const whole = chunks.length === 1 && chunks[0] ? chunks[0] : Buffer.concat(chunks, size)
      const stored = await storage.put(whole, { maxBytes })
      recent?.keep(stored.sha256, whole)
      return { stored, messageId: peekMessageId(whole) }
    }
    chunks.push(next.value)
    size += next.value.length
    if (size > smallBytes) break
  }
  const head = Buffer.concat(chunks, size)
  const rest = new PassThrough()
  const writing = pipeline(async function* () {
    yield head
    for (let next = await iterator.next(); !next.done; next = await iterator.next()) yield next.value
  }, rest)
  const [stored] = await Promise.all([storage.put(rest, { maxBytes }), writing])
  return { stored, messageId: peekMessageId(head) }
}
