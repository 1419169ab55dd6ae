import { createTransport } from 'nodemailer'
import MailComposer from 'nodemailer/lib/mail-composer'
import { randomUUID } from 'node:crypto'
import type { Clock } from '#server/platform/clock.ts'
import type { KeptLetter, Mailboxes } from './mailboxes.ts'

export interface LetterToSend {
  from: { name: string; address: string }
  to: string
  subject: string
  text: string
  /** The letter it answers. */
  answers: KeptLetter | null
  files: { name: string; mime: string; content: string }[]
}

/** What the desk's mail server said to one letter of a customer. */
export interface SentLetter {
  letter: KeptLetter
  isAccepted: boolean
  answer: string
  tookMs: number
}

const patienceMs = 15_000

/** Writes a letter the way a mail program does and hands it to the desk's own SMTP listener. */
export async function sendLetter(
  mailboxes: Mailboxes,
  clock: Clock,
  listener: { host: string; port: number },
  input: LetterToSend,
): Promise<SentLetter> {
  const { from, to, subject, text, answers, files } = input
  const messageId = `<${randomUUID()}@${from.address.split('@')[1] ?? 'customers.example'}>`
  const composer = new MailComposer({
    from,
    to,
    subject,
    text,
    messageId,
    ...(answers && { inReplyTo: answers.messageId, references: answers.references }),
    headers: { 'x-mailer': 'Otklik playground' },
    attachments: files.map(({ name, mime, content }) => ({
      filename: name,
      contentType: mime,
      content: Buffer.from(content, 'base64'),
    })),
  })
  const raw = await composer.compile().build()
  const letter = await mailboxes.keep('sent', from.address, raw, clock.now())
  const startedAt = performance.now()
  const outcome = (isAccepted: boolean, answer: string): SentLetter => ({
    letter,
    isAccepted,
    answer,
    tookMs: Math.round(performance.now() - startedAt),
  })
  try {
    return outcome(true, await handToDesk(listener, raw, { from: from.address, to }))
  } catch (error) {
    return outcome(false, error instanceof Error ? error.message : String(error))
  }
}

/** Answers what the desk's listener said when it took the letter; rejects with what it said when it did not. */
export async function handToDesk(
  listener: { host: string; port: number },
  raw: Buffer,
  envelope: { from: string; to: string },
): Promise<string> {
  const transport = createTransport({
    ...listener,
    name: 'mail.customers.example',
    ignoreTLS: true,
    connectionTimeout: patienceMs,
    greetingTimeout: patienceMs,
    socketTimeout: patienceMs,
  })
  try {
    return (await transport.sendMail({ envelope, raw })).response
  } finally {
    transport.close()
  }
}
