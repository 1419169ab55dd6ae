import { Readable } from 'node:stream'
import MailComposer from 'nodemailer/lib/mail-composer'
import type Mail from 'nodemailer/lib/mailer/index.js'
import type { EmailDesk } from '../email-desk.ts'
import type { QueuedLetter } from '../sending/queue-letter.ts'
import type { LetterToWrite } from '../sending/write-letter.ts'
import { type ProtectionPlan, planProtection } from './plan-protection.ts'
import { protectLetter } from './protect-letter.ts'

export interface PlannedLetter {
  plan: ProtectionPlan | null
  written: LetterToWrite
}

/** How this letter leaves; what it quotes of an encrypted letter is left out unless it is encrypted itself. */
export async function planLetter(
  desk: EmailDesk,
  { inbox }: Pick<QueuedLetter, 'inbox'>,
  written: LetterToWrite,
): Promise<PlannedLetter> {
  const { db } = desk.database
  const addresses = [...written.to, ...(written.cc ?? []), ...(written.bcc ?? [])].map((one) => one.address)
  const plan = await planProtection(db, inbox.id, addresses, desk.clock.now(), inbox.sections.protection)
  const mustHide = written.quoted?.isEncrypted && !plan?.recipients
  return { plan, written: mustHide ? { ...written, quoted: null } : written }
}

/** Gives the letter's bytes when the other server is ready for them. Rejects at once with ProtectionRefused. */
export async function letterBody(
  desk: EmailDesk,
  { letter }: Pick<QueuedLetter, 'letter'>,
  { plan, written }: PlannedLetter,
  options: Mail.Options,
): Promise<() => Readable> {
  if (!plan) return () => new MailComposer(options).compile().createReadStream()
  const blind = new Set(written.bcc?.map((one) => one.address.toLowerCase()))
  const bytes = await protectLetter(options, plan, { secrets: desk.secrets, now: desk.clock.now(), blind })
  const facts = { scheme: plan.scheme, isSigned: plan.settings.signs, isEncrypted: plan.recipients !== null }
  await desk.database.db
    .updateTable('outbound_letter')
    .set({ protection: JSON.stringify(facts) })
    .where('id', '=', letter.id)
    .execute()
  return () => Readable.from(bytes, { objectMode: false })
}
