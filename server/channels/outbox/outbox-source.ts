import MailComposer from 'nodemailer/lib/mail-composer'
import type { LetterSource } from '#contract/letters.ts'
import { emailDesk } from '#server/channels/email/email-desk.ts'
import { openOutgoingLetter } from '#server/channels/email/sending/outgoing-letter.ts'
import { outgoingInbox } from '#server/channels/email/sending/outgoing-server.ts'
import { readHead } from '#server/channels/ledger/get-letter.ts'
import { asText } from '#server/channels/ledger/letter-source.ts'
import type { OutboundLetterRow } from '#server/channels/tables.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'

const mostShown = 256 * 1024

/**
 * The beginning of an outgoing letter, written anew from its reply as every try of it is: before it is signed or
 * encrypted, so that a person can read it. `no_inbox` when there is nothing left that it could leave through.
 */
export async function writtenLetter(platform: Platform, letter: OutboundLetterRow): Promise<Buffer> {
  const desk = emailDesk(platform)
  const inbox = await outgoingInbox(platform.database.db, platform.secrets, letter.inbox_id)
  if (!inbox) fail('no_inbox')
  const { options, close } = await openOutgoingLetter(desk, { letter, inbox })
  try {
    return await readHead(new MailComposer(options).compile().createReadStream(), mostShown)
  } finally {
    close()
  }
}

export async function outboxSource(platform: Platform, letter: OutboundLetterRow): Promise<LetterSource> {
  const head = await writtenLetter(platform, letter)
  return { text: asText(head), sizeBytes: head.length, isCut: head.length >= mostShown }
}
