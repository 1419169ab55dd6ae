import { createHash } from 'node:crypto'
import type { Stored } from '#server/platform/storage/storage.ts'
import type { ReceivedFile } from '#server/tickets/index.ts'
import type { EmailDesk } from '../email-desk.ts'
import { type Protection, prepareProtected } from '../encryption/open-protection.ts'
import type { InboundLetter, LetterAttachment } from '../reading/letter.ts'
import type { PreparedLetter } from '../reading/prepare-letter.ts'
import { largestLetterBytes } from './store-letter.ts'

/** A letter read, with its files stored: all that happens before the transaction. */
export interface OpenedLetter extends PreparedLetter {
  fingerprint: Buffer
  files: ReceivedFile[]
  /** The letter as it came, which is among the files, when not all of it could be read or kept. */
  raw: ReceivedFile | null
  /** Of a signed or encrypted letter; null for others. */
  protection: Protection | null
}

/** So many files a post carries, besides the letter as it came. */
export const mostFiles = 100

/** Raw bytes → what the desk understood of them. Writes attachments to the storage and nothing to the database. */
export async function openLetter(
  desk: EmailDesk,
  raw: Stored,
  inbox: { id: number; receivedAt: Date },
): Promise<OpenedLetter> {
  const bytes = desk.recent.take(raw.sha256) ?? (await desk.storage.read(raw.sha256, largestLetterBytes))
  const { prepared, protection } = await prepareProtected(desk, bytes, inbox)
  const { letter } = prepared
  const files = await storeFiles(desk, letter.attachments.slice(0, mostFiles))
  // What cannot be read whole goes to the agent as it came.
  const isWhole = letter.unparsableReason === null && letter.attachments.length <= mostFiles
  const rawFile = !isWhole || protection?.facts.problem ? asFile(raw) : null
  if (rawFile) files.push(rawFile)
  // The same letter in two mailboxes is the same, although one of them may have no key to it.
  const asItCame = protection ? (await desk.prepare(bytes)).letter : letter
  return { ...prepared, fingerprint: fingerprintOf(asItCame), files, raw: rawFile, protection }
}

/** The same for the same letter through whatever mailbox, for two letters under one Message-ID not. */
function fingerprintOf(letter: InboundLetter): Buffer {
  const { from, date, subject, text, attachments } = letter
  const files = attachments.map((file) => [file.name, file.content.length])
  return createHash('sha256')
    .update(JSON.stringify([from?.address, date, subject, text, files]))
    .digest()
}

/** A letter's files into the storage, as a post will carry them. */
export async function storeFiles(desk: EmailDesk, attachments: LetterAttachment[]): Promise<ReceivedFile[]> {
  const files: ReceivedFile[] = []
  for (const { name, mime, content, isInline, contentId } of attachments) {
    const bytes = Buffer.from(content.buffer, content.byteOffset, content.length)
    files.push({ stored: await desk.storage.put(bytes), name, mime, isInline, contentId })
  }
  return files
}

/** A letter as it came, to be attached to what was made of it. */
export function asFile(stored: Stored): ReceivedFile {
  return { stored, name: 'letter.eml', mime: 'message/rfc822', isInline: false, contentId: null }
}

/** What PostgreSQL keeps as text and as JSON alike: no NUL, no half of a surrogate pair. */
export function storable(text: string): string {
  return (text.includes('\0') ? text.replaceAll('\0', '') : text).toWellFormed()
}
