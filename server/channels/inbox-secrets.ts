import * as z from 'zod'
import type { Secrets } from '#server/platform/secrets.ts'

/**
 * What signs the desk in at an inbox's servers, sealed in the row. Beside passwords there is room for an OAuth2
 * grant, whose access token the servers take in a password's place.
 */
const InboxSecrets = z.object({
  imapPassword: z.string().nullable().default(null),
  smtpPassword: z.string().nullable().default(null),
})
export type InboxSecrets = z.infer<typeof InboxSecrets>

export function openInboxSecrets(secrets: Secrets, sealed: string | null): InboxSecrets {
  return InboxSecrets.parse(sealed === null ? {} : JSON.parse(secrets.decrypt(sealed)))
}

/** Null when there is nothing to keep. */
export function sealInboxSecrets(secrets: Secrets, open: InboxSecrets): string | null {
  if (open.imapPassword === null && open.smtpPassword === null) return null
  return secrets.encrypt(JSON.stringify(open))
}
