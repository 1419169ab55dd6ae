import { parseMessageIds } from './addresses.ts'

/**
 * The Message-ID from the first bytes of a letter, before anything has been parsed: an answer that overtakes
 * the letter it answers finds that letter in the ledger by it. Null when there is none, or a doubtful one.
 */
export function peekMessageId(head: Buffer): string | null {
  const text = head.toString('latin1')
  const end = /\r?\n\r?\n/.exec(text)?.index ?? text.length
  const field = /^message-id:((?:.|\r?\n[ \t])*)/im.exec(text.slice(0, end))?.[1]
  const id = parseMessageIds(field)[0] ?? null
  // A NUL cannot be stored, and no control character belongs in an id.
  return id === null || id.length > 998 || /[\u0000-\u001f]/.test(id) ? null : id
}
