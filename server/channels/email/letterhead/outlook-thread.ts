import type { Storage } from '#server/platform/storage/storage.ts'
import { parseLetter } from '../reading/parse.ts'

const maxHeadBytes = 64 * 1024

/**
 * The headers Outlook and Exchange hold a conversation together by, as the letter being answered had them; none
 * for one that had none. They are echoed, never invented: References is what threads everywhere else.
 */
export async function outlookThread(storage: Storage, raw: Buffer): Promise<Record<string, string>> {
  const head = await readHead(storage, raw)
  if (!/^thread-index:/im.test(head.toString('latin1'))) return {}
  const { headers } = parseLetter(head)
  const value = (name: string): string => headers.find((header) => header.name === name)?.value.trim() ?? ''
  const index = value('thread-index').replace(/\s+/g, '')
  if (!/^[A-Za-z0-9+/]{20,600}={0,2}$/.test(index)) return {}
  const topic = value('thread-topic').slice(0, 300)
  return { 'Thread-Index': index, ...(topic !== '' && { 'Thread-Topic': topic }) }
}

/** A letter's header section, without reading its attachments. */
async function readHead(storage: Storage, sha256: Buffer): Promise<Buffer> {
  const stream = await storage.open(sha256)
  let head = Buffer.alloc(0)
  try {
    for await (const chunk of stream as AsyncIterable<Buffer>) {
      head = Buffer.concat([head, chunk])
      const end = /\r?\n\r?\n/.exec(head.toString('latin1'))
      if (end) return head.subarray(0, end.index + end[0].length)
      if (head.length > maxHeadBytes) break
    }
    return head.subarray(0, maxHeadBytes)
  } finally {
    stream.destroy()
  }
}
