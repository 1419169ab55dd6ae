import { sql } from 'kysely'
import MailComposer from 'nodemailer/lib/mail-composer'
import type { Readable } from 'node:stream'
import type { LetterSource } from '#contract/letters.ts'
import { composeReply } from '#server/channels/email/compose-reply.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { outgoingInbox } from '#server/channels/email/outgoing-server.ts'
import { writeLetter } from '#server/channels/email/write-letter.ts'
import { readHead } from '#server/channels/ledger/get-letter.ts'
import { asText } from '#server/channels/ledger/letter-source.ts'
import type { OutboundLetterRow } from '#server/channels/tables.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'

const mostShown = 256 * 1024

interface Written {
  head: Buffer
  /** False: written anew from the reply, as the next try would be; parts that are made by chance differ. */
  isAsSent: boolean
  sizeBytes: number
}

/** The beginning of an outgoing letter: the bytes that left where they were kept, else what would leave now. */
export async function writtenLetter(platform: Platform, letter: OutboundLetterRow): Promise<Written> {
  const kept = await keptCopy(platform.database.db, letter.id)
  if (kept) {
    const head = await readHead(await platform.storage.open(kept.sha256), mostShown)
    return { head, isAsSent: true, sizeBytes: kept.size }
  }
  const desk = emailDesk(platform)
  const inbox = await outgoingInbox(platform.database.db, platform.secrets, letter.inbox_id)
  if (!inbox) fail('no_inbox')
  const options = writeLetter(await composeReply(desk, { letter, inbox }))
  try {
    const head = await readHead(new MailComposer(options).compile().createReadStream(), mostShown)
    return { head, isAsSent: false, sizeBytes: head.length }
  } finally {
    for (const file of options.attachments ?? []) (file.content as Readable | undefined)?.destroy()
  }
}

export async function outboxSource(
  platform: Platform,
  letter: OutboundLetterRow,
): Promise<LetterSource & { isAsSent: boolean }> {
  const { head, isAsSent, sizeBytes } = await writtenLetter(platform, letter)
  const isCut = isAsSent ? sizeBytes > head.length : head.length >= mostShown
  return { text: asText(head), sizeBytes, isCut, isAsSent }
}

/** What was put, or is to be put, into the mailbox's Sent folder: the very bytes that left. */
async function keptCopy(db: Db, letterId: number): Promise<{ sha256: Buffer; size: number } | null> {
  const { rows } = await sql<{ sha256: Buffer; size: number }>`
    select blob.sha256, blob.size_bytes as size from sent_copy join blob on blob.sha256 = sent_copy.raw_sha256
    where sent_copy.outbound_letter_id = ${letterId}`.execute(db)
  return rows[0] ?? null
}
