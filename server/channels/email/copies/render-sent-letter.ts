import MailComposer from 'nodemailer/lib/mail-composer'
import type Mail from 'nodemailer/lib/mailer/index.js'
import type { Readable } from 'node:stream'
import { readWhole } from '#server/platform/storage/read-whole.ts'
import type { EmailDesk } from '../email-desk.ts'
import { letterBody } from '../encryption/compose-protected.ts'
import { openOutgoingLetter } from '../sending/outgoing-letter.ts'
import { outgoingInbox } from '../sending/outgoing-server.ts'
import type { SentLetter } from './append-once.ts'

const largestBytes = 200 * 2 ** 20

/** A letter of the outbox as it left, with the blind recipients it named to nobody else. */
export async function renderSentLetter(desk: EmailDesk, outboundId: number): Promise<SentLetter> {
  const { db } = desk.database
  const letter = await db
    .selectFrom('outbound_letter')
    .selectAll()
    .where('id', '=', outboundId)
    .executeTakeFirstOrThrow()
  const inbox = await outgoingInbox(db, desk.secrets, letter.inbox_id)
  if (!inbox) throw new Error('the inbox sends no more')
  const { planned, options, close } = await openOutgoingLetter(desk, { letter, inbox })
  try {
    const body = planned.plan
      ? (await letterBody(desk, { letter }, planned, options))()
      : withBlindRecipients(options)
    const raw = await readWhole(body, largestBytes)
    return { messageId: letter.message_id, raw, sentAt: letter.sent_at ?? letter.created_at }
  } finally {
    close()
  }
}

function withBlindRecipients(options: Mail.Options): Readable {
  const node = new MailComposer(options).compile()
  node.keepBcc = true
  return node.createReadStream()
}
