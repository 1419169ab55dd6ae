import type * as z from 'zod'
import type { CheckStep } from '#contract/inboxes.ts'
import { openInboxSecrets } from '#server/channels/inbox-secrets.ts'
import type { ImapSettings, SmtpSettings } from '#server/channels/tables.ts'
import type { Platform } from '#server/platform/platform.ts'
import { checkImap } from './check-imap.ts'
import { checkListener } from './check-listener.ts'
import { checkSmtp } from './check-smtp.ts'
import { keptPassword } from './update-inbox.ts'

export type Step = z.input<typeof CheckStep>

interface CheckInput {
  id?: number
  address: string
  receivesBy: 'smtp' | 'imap' | 'graph'
  imap: ImapSettings | null
  imapPassword?: string | null
  smtp: SmtpSettings | null
  smtpPassword?: string | null
}

/** Tries what an inbox would do, step by step, and keeps nothing. Both sides are tried at once. */
export async function checkInbox(
  platform: Platform,
  input: CheckInput,
): Promise<{ isPassed: boolean; steps: Step[] }> {
  const passwords = await passwordsFor(platform, input)
  const sides = await Promise.all([
    input.receivesBy === 'imap' && input.imap ? checkImap(input.imap, passwords.imap) : [],
    input.receivesBy === 'smtp' ? checkListener(platform, input.address) : [],
    input.smtp ? checkSmtp(input.smtp, passwords.smtp, input.address) : [],
  ])
  const steps = sides.flat()
  return { isPassed: steps.every((step) => step.isPassed), steps }
}

/** What was typed; what was left out comes from the saved inbox, towards the host it was saved with only. */
async function passwordsFor({ database: { db }, secrets }: Platform, input: CheckInput) {
  const saved =
    input.id === undefined
      ? undefined
      : await db
          .selectFrom('inbox')
          .select(['imap', 'smtp', 'secrets'])
          .where('id', '=', input.id)
          .where('archived_at', 'is', null)
          .executeTakeFirst()
  const known = openInboxSecrets(secrets, saved?.secrets ?? null)
  return {
    imap: keptPassword(known.imapPassword, input.imapPassword, saved?.imap ?? null, input.imap),
    smtp: keptPassword(known.smtpPassword, input.smtpPassword, saved?.smtp ?? null, input.smtp),
  }
}
