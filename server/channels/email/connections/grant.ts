import * as z from 'zod'
import type { Secrets } from '#server/platform/secrets.ts'
import type { MailConnectionRow } from './tables.ts'

/** What a provider gave us to fetch and send as a mailbox, RFC 6749. */
const Grant = z.object({
  /** The newest one: providers may replace it at each use. Null for an application of the organization. */
  refreshToken: z.string().nullable(),
  accessToken: z.string().nullable(),
  /** RFC 3339; when the access token runs out. */
  expiresAt: z.string().nullable(),
})
export type Grant = z.infer<typeof Grant>

export const noGrant: Grant = { refreshToken: null, accessToken: null, expiresAt: null }

export function openGrant(secrets: Secrets, row: Pick<MailConnectionRow, 'grant_sealed'>): Grant {
  return row.grant_sealed === null ? noGrant : Grant.parse(JSON.parse(secrets.decrypt(row.grant_sealed)))
}

export function sealGrant(secrets: Secrets, grant: Grant): string {
  return secrets.encrypt(JSON.stringify(grant))
}

/** What the application signs itself in with at the token endpoint; a public client has its id only. */
export function clientOf(
  secrets: Secrets,
  row: Pick<MailConnectionRow, 'client_id' | 'client_secret'>,
): Record<string, string> {
  return {
    client_id: row.client_id,
    ...(row.client_secret !== null && { client_secret: secrets.decrypt(row.client_secret) }),
  }
}
