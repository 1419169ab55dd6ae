import type * as z from 'zod'
import type { CheckStep } from '#contract/inboxes.ts'
import { freshAccessToken } from '#server/channels/email/sending/access-token.ts'
import { grantStaysWith } from '#server/channels/email/connections/void-grant.ts'
import { checkGraph } from '#server/channels/email/graph/check-graph.ts'
import { openInboxSecrets } from '#server/channels/inbox-secrets.ts'
import type { ImapSettings, SmtpSettings } from '#server/channels/tables.ts'
import type { Platform } from '#server/platform/platform.ts'
import { checkImap } from './check-imap.ts'
import { checkListener } from './check-listener.ts'
import { checkSmtp } from './check-smtp.ts'
import { keptPassword } from './kept-password.ts'

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
  const { imap, smtp, accessToken } = await credentialsFor(platform, input)
  const sides = await Promise.all([
    input.receivesBy === 'imap' && input.imap ? checkImap(input.imap, { password: imap, accessToken }) : [],
    input.receivesBy === 'smtp' ? checkListener(platform, input.address) : [],
    input.receivesBy === 'graph' ? checkGraph(platform, input.id) : [],
    input.smtp ? checkSmtp(input.smtp, { password: smtp, accessToken }, input.address) : [],
  ])
  const steps = sides.flat()
  return { isPassed: steps.every((step) => step.isPassed), steps }
}

/**
 * What was typed; what was left out comes from the saved inbox, towards the server it was saved with only. So does the
 * access token of a connected one; without access the servers say what they think of that.
 */
async function credentialsFor(platform: Platform, input: CheckInput) {
  const { database, secrets } = platform
  const saved =
    input.id === undefined
      ? undefined
      : await database.db
          .selectFrom('inbox')
          .select(['id', 'imap', 'smtp', 'secrets', 'connection_state', 'receives_by', 'sends_by', 'address'])
          .where('id', '=', input.id)
          .where('archived_at', 'is', null)
          .executeTakeFirst()
  const known = openInboxSecrets(secrets, saved?.secrets ?? null)
  const isConnected = saved?.connection_state === 'connected' && input.receivesBy !== 'graph'
  const stays = saved && grantStaysWith(saved, { ...input, sendsBy: saved.sends_by }, undefined)
  return {
    imap: keptPassword(known.imapPassword, input.imapPassword, saved?.imap ?? null, input.imap),
    smtp: keptPassword(known.smtpPassword, input.smtpPassword, saved?.smtp ?? null, input.smtp),
    accessToken: isConnected && stays ? await freshAccessToken(platform, saved.id).catch(() => null) : null,
  }
}
