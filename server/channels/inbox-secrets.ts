import * as z from 'zod'
import type { Secrets } from '#server/platform/secrets.ts'

/** An OAuth2 grant: what a provider gave us to fetch and send as this mailbox, RFC 6749. */
const OauthGrant = z.object({
  tokenUrl: z.url(),
  clientId: z.string(),
  /** Null for a public client. */
  clientSecret: z.string().nullable(),
  /** The newest one: providers may replace it at each use, and the old one then stops working. */
  refreshToken: z.string(),
  accessToken: z.string().nullable(),
  /** RFC 3339; when the access token runs out. */
  expiresAt: z.string().nullable(),
})
export type OauthGrant = z.infer<typeof OauthGrant>

/**
 * What signs the desk in at an inbox's servers, sealed in the row: passwords, or a grant, whose access token the
 * servers take in a password's place.
 */
const InboxSecrets = z.object({
  imapPassword: z.string().nullable().default(null),
  smtpPassword: z.string().nullable().default(null),
  oauth: OauthGrant.nullable().default(null),
})
export type InboxSecrets = z.infer<typeof InboxSecrets>

export function openInboxSecrets(secrets: Secrets, sealed: string | null): InboxSecrets {
  return InboxSecrets.parse(sealed === null ? {} : JSON.parse(secrets.decrypt(sealed)))
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
