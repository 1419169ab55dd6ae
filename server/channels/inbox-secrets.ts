import * as z from 'zod'
import type { Secrets } from '#server/platform/secrets.ts'

/**
 * The passwords that sign the desk in at an inbox's servers, sealed in the row. An inbox whose provider gives access
 * by OAuth2 has none: its grant is in `mail_connection`.
 */
const InboxSecrets = z.object({
  imapPassword: z.string().nullable().default(null),
  smtpPassword: z.string().nullable().default(null),
})
export type InboxSecrets = z.infer<typeof InboxSecrets>

/**
 * The passwords of an inbox. None where they were sealed with another SECRET_KEY: its servers refuse us then, and
 * whoever sees that can enter them anew.
 */
export function openInboxSecrets(secrets: Secrets, sealed: string | null): InboxSecrets {
  return unseal(secrets, sealed) ?? { imapPassword: null, smtpPassword: null }
}

/** Whether what was sealed can be opened still; with the right SECRET_KEY it could be once more. */
export function areReadable(secrets: Secrets, sealed: string | null): boolean {
  return unseal(secrets, sealed) !== null
}

function unseal(secrets: Secrets, sealed: string | null): InboxSecrets | null {
  try {
    return InboxSecrets.parse(sealed === null ? {} : JSON.parse(secrets.decrypt(sealed)))
  } catch {
    return null
  }
}

/** Null when there is nothing to keep. */
export function sealInboxSecrets(secrets: Secrets, open: Partial<InboxSecrets>): string | null {
  const whole = InboxSecrets.parse(open)
  if (Object.values(whole).every((secret) => secret === null)) return null
  return secrets.encrypt(JSON.stringify(whole))
}

/** What one side of an inbox signs in with. */
export interface Credential {
  password: string | null
  /** Taken instead of the password where there is one (SASL XOAUTH2). */
  accessToken: string | null
}
