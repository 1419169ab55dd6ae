import type { ImapFlow } from 'imapflow'
import { searchFolder } from '../receiving/imap-search.ts'

export interface SentLetter {
  /** Without brackets. */
  messageId: string
  raw: Buffer
  sentAt: Date
}

/**
 * Puts a letter into a folder, seen, unless one with its Message-ID is there: a crash right after the server took
 * it, or a provider that keeps copies by itself, makes no second one. Rejects with what the server said,
 * and where it refuses to search: it may be there.
 */
export async function appendOnce(client: ImapFlow, folder: string, letter: SentLetter): Promise<void> {
  await client.mailboxOpen(folder)
  const found = await searchFolder(client, { header: { 'message-id': letter.messageId } })
  if (found.length > 0) return
  const appended = await client.append(folder, letter.raw, ['\\Seen'], letter.sentAt)
  if (!appended) throw new Error('the server did not take the copy')
}
