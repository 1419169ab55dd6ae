import MailComposer from 'nodemailer/lib/mail-composer'
import type Mail from 'nodemailer/lib/mailer/index.js'
import type { Readable } from 'node:stream'
import { readWhole } from '#server/platform/storage/read-whole.ts'
import { composeReply } from '../compose-reply.ts'
import type { EmailDesk } from '../email-desk.ts'
import { letterBody, planLetter } from '../encryption/compose-protected.ts'
import { outgoingInbox } from '../outgoing-server.ts'
import { writeLetter } from '../write-letter.ts'
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
  const planned = await planLetter(desk, { inbox }, await composeReply(desk, { letter, inbox }))
  const options = writeLetter(planned.written)
  try {
    const body = planned.plan
      ? (await letterBody(desk, { letter }, planned, options))()
      : withBlindRecipients(options)
    const raw = await readWhole(body, largestBytes)
    return { messageId: letter.message_id, raw, sentAt: letter.sent_at ?? letter.created_at }
  } finally {
    for (const file of options.attachments ?? []) (file.content as Readable | undefined)?.destroy()
  }
}

function withBlindRecipients(options: Mail.Options): Readable {
  const node = new MailComposer(options).compile()
  node.keepBcc = true
  return node.createReadStream()
}
