import { randomUUID } from 'node:crypto'
import { readFileSync } from 'node:fs'
import path from 'node:path'
import type { Generated, GeneratedAlways } from 'kysely'
import { Liquid } from 'liquidjs'
import type { Language } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type { Platform } from '#server/platform/platform.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { words } from '#server/platform/words.ts'

interface SystemLetterTable {
  id: GeneratedAlways<number>
  to_address: string
  template:
    | 'invitation'
    | 'password_reset'
    | 'mail_stopped'
    | 'mail_recovered'
    | 'address_confirmation'
    | 'letter_too_large'
    | 'notice'
    | 'customer_sign_in'
  /** The inbox it goes out from; null for whichever sends. */
  inbox_id: Generated<number | null>
  /** The facts, sealed. Whoever has sent the letter may empty it. */
  secrets: string
  language: Language
  message_id: string
  state: Generated<'queued' | 'sent' | 'failed' | 'cancelled'>
  attempts: Generated<number>
  error: Generated<string | null>
  created_at: Date
  sent_at: Generated<Date | null>
}

declare module '#server/platform/database/tables.ts' {
  interface Tables {
    system_letter: SystemLetterTable
  }
}

interface LetterFacts {
  agentName: string
  deskName: string
  /** Signs somebody in: hence the facts are sealed. Empty where there is nothing to press. */
  url: string
  /** Days for an invitation, hours for a password link, minutes for a customer's, megabytes for a letter that was too large, notices in a letter of them. */
  validFor: number
  /** Absent when nobody in particular invites. */
  inviterName?: string
  /** What a notice is about, a sentence each. */
  lines?: string[]
  /** Where the lines lead, in their order; the last ones may lead nowhere. */
  links?: string[]
}

export interface SystemLetter {
  to: string
  template: SystemLetterTable['template']
  /** The inbox it goes out from; left out, whichever sends. */
  inboxId?: number
  language: Language
  facts: LetterFacts
}

/**
 * Writes a letter of the desk itself into its outbox, together with the job `letter.sendSystem` with
 * `{ letterId }`; both happen if and only if the transaction commits. Answers the letter's id.
 */
export async function queueSystemLetter(
  tx: Tx,
  { secrets, clock, config }: Pick<Platform, 'secrets' | 'clock'> & { config: { publicUrl: string } },
  letter: SystemLetter,
): Promise<number> {
  const { id } = await tx
    .insertInto('system_letter')
    .values({
      to_address: letter.to,
      template: letter.template,
      inbox_id: letter.inboxId ?? null,
      secrets: secrets.encrypt(JSON.stringify(letter.facts)),
      language: letter.language,
      // Fixed before the first try, so that a repeated try is the same letter.
      message_id: `<${randomUUID()}@${new URL(config.publicUrl).hostname}>`,
      created_at: clock.now(),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await enqueue(tx, 'letter.sendSystem', { letterId: id })
  return id
}

const liquid = new Liquid({ outputEscape: 'escape', strictVariables: true })
const frame = liquid.parse(
  readFileSync(path.join(import.meta.dirname, 'templates/system-letter.liquid'), 'utf8'),
)

/** The words of a letter from its row in `system_letter`. Throws when it was sealed with another SECRET_KEY. */
export function writeSystemLetter(
  secrets: Secrets,
  row: { template: SystemLetterTable['template']; language: Language; secrets: string },
): { subject: string; text: string; html: string } {
  const facts = JSON.parse(secrets.decrypt(row.secrets)) as LetterFacts
  const parts = writers[row.template](row.language, facts)
  const lines = (facts.lines ?? []).map((line, index) => ({ text: line, url: facts.links?.[index] ?? '' }))
  const lineColour = lineColours[row.template] ?? '#d64541'
  const { greeting, body, action, validity, ignore } = parts
  // A name with a line break must not end the header.
  const subject = parts.subject.replaceAll(/\s+/g, ' ')
  return {
    subject,
    text: `${greeting}\n\n${body}\n\n${lines.map(({ text, url }) => `— ${text}\n${url && `  ${url}\n`}\n`).join('')}${action === '' ? '' : `${action}:\n${facts.url}\n\n`}${validity}\n${ignore}\n`,
    html: liquid.renderSync(frame, {
      ...parts,
      subject,
      lines,
      lineColour,
      url: facts.url,
      language: row.language,
    }) as string,
  }
}

const lineColours: { [template in SystemLetterTable['template']]?: string } = {
  mail_recovered: '#1f9d55',
  address_confirmation: '#1f5eff',
  letter_too_large: '#1f5eff',
  notice: '#1f5eff',
  customer_sign_in: '#1f5eff',
}

const writers: Record<SystemLetterTable['template'], (language: Language, facts: LetterFacts) => Parts> = {
  invitation,
  password_reset: passwordReset,
  mail_stopped: (language, facts) => mailNotice(language, facts, 'mailStopped'),
  address_confirmation: addressConfirmation,
  letter_too_large: letterTooLarge,
  notice: agentNotice,
  customer_sign_in: customerSignIn,
  mail_recovered: (language, facts) => mailNotice(language, facts, 'mailRecovered'),
}

interface Parts {
  subject: string
  greeting: string
  body: string
  action: string
  validity: string
  ignore: string
}

function mailNotice(
  language: Language,
  { agentName, deskName }: LetterFacts,
  notice: 'mailStopped' | 'mailRecovered',
): Parts {
  const { t } = words(language)
  return {
    subject: t(`letter.${notice}.subject`, { deskName }),
    greeting: t('letter.greeting', { agentName }),
    body: t(`letter.${notice}.body`, { deskName }),
    action: t(`letter.${notice}.action`),
    validity: t(`letter.${notice}.validity`),
    ignore: t(`letter.${notice}.ignore`),
  }
}

function invitation(language: Language, { agentName, inviterName, deskName, validFor }: LetterFacts) {
  const { t } = words(language)
  return {
    subject: t('letter.invitation.subject', { deskName }),
    greeting: t('letter.greeting', { agentName }),
    body: inviterName
      ? t('letter.invitation.bodyFrom', { inviterName, deskName })
      : t('letter.invitation.body', { deskName }),
    action: t('letter.invitation.action'),
    validity: t('letter.invitation.validity', { count: validFor }),
    ignore: t('letter.invitation.ignore'),
  }
}

function passwordReset(language: Language, { agentName, deskName, validFor }: LetterFacts) {
  const { t } = words(language)
  return {
    subject: t('letter.passwordReset.subject', { deskName }),
    greeting: t('letter.greeting', { agentName }),
    body: t('letter.passwordReset.body', { deskName }),
    action: t('letter.passwordReset.action'),
    validity: t('letter.passwordReset.validity', { count: validFor }),
    ignore: t('letter.passwordReset.ignore'),
  }
}

function addressConfirmation(language: Language, { agentName, deskName, validFor }: LetterFacts): Parts {
  const { t } = words(language)
  return {
    subject: t('letter.addressConfirmation.subject', { deskName }),
    greeting: t('letter.greeting', { agentName }),
    body: t('letter.addressConfirmation.body', { deskName }),
    action: t('letter.addressConfirmation.action'),
    validity: t('letter.addressConfirmation.validity', { count: validFor }),
    ignore: t('letter.addressConfirmation.ignore'),
  }
}

/** What an agent should hear of; a single line says it, and is the subject too. */
function agentNotice(language: Language, { agentName, deskName, lines = [], validFor }: LetterFacts): Parts {
  const { t } = words(language)
  // Letters of one notice that were written before there were others count none.
  const count = Math.max(validFor, 1)
  return {
    subject: (count === 1 && lines[0]) || t('letter.notice.subject', { deskName, count }),
    greeting: t('letter.greeting', { agentName }),
    body: t(count === 1 ? 'letter.notice.body' : 'letter.notice.bodyMany'),
    action: t(count === 1 ? 'letter.notice.action' : 'letter.notice.actionMany'),
    validity: t(count === 1 ? 'letter.notice.validity' : 'letter.notice.validityMany', { deskName }),
    ignore: '',
  }
}

/** To a customer or a stranger, who asked for it themselves or did not: whether we know them is not said. */
function customerSignIn(language: Language, { deskName, validFor }: LetterFacts): Parts {
  const { t } = words(language)
  return {
    subject: t('letter.customerSignIn.subject', { deskName }),
    greeting: t('letter.customerSignIn.greeting'),
    body: t('letter.customerSignIn.body', { deskName }),
    action: t('letter.customerSignIn.action'),
    validity: t('letter.customerSignIn.validity', { count: validFor }),
    ignore: t('letter.customerSignIn.ignore'),
  }
}

/** To a stranger: no name of theirs is known for certain, and there is nothing to press. */
function letterTooLarge(language: Language, { deskName, validFor }: LetterFacts): Parts {
  const { t } = words(language)
  return {
    subject: t('letter.tooLarge.subject', { deskName }),
    greeting: t('letter.tooLarge.greeting'),
    body: t('letter.tooLarge.body', { deskName, megabytes: validFor }),
    action: '',
    validity: t('letter.tooLarge.advice'),
    ignore: deskName,
  }
}
