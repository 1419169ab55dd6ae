import * as z from 'zod'
import {
  type InboxSecrets,
  type OauthGrant,
  openInboxSecrets,
  sealInboxSecrets,
} from '#server/channels/inbox-secrets.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'

/** A token about to run out would run out in the middle of a session. */
const spareMs = 90_000
const patienceMs = 15_000

/**
 * Why a mailbox's provider gives no access: `revoked` only a person signing in again can help (RFC 6749,
 * `invalid_grant`); `unavailable` it will be asked again.
 */
export class AccessRefused extends Error {
  override name = 'AccessRefused'
  readonly reason: 'revoked' | 'unavailable'
  /** As the mail libraries name it: the letters wait either way. */
  readonly code: 'EAUTH' | 'ECONNECTION'

  constructor(reason: 'revoked' | 'unavailable', message: string, options?: ErrorOptions) {
    super(message, options)
    this.reason = reason
    this.code = reason === 'revoked' ? 'EAUTH' : 'ECONNECTION'
  }
}

/**
 * An access token that is good for a while yet; null for an inbox that signs in by password. One that runs out is
 * refreshed once, whoever asks at the same time: the inbox's row is locked meanwhile, and the refresh token that
 * came with the answer is kept before anybody uses the access token.
 */
export async function freshAccessToken(
  { database: { db }, clock, secrets }: Pick<Platform, 'database' | 'clock' | 'secrets'>,
  inboxId: number,
  open: InboxSecrets,
): Promise<string | null> {
  if (open.oauth === null) return null
  if (isFresh(open.oauth, clock.now())) return open.oauth.accessToken
  return inTransaction(db, async (tx) => {
    const row = await tx
      .selectFrom('inbox')
      .select('secrets')
      .where('id', '=', inboxId)
      .forUpdate()
      .executeTakeFirstOrThrow()
    const latest = openInboxSecrets(secrets, row.secrets)
    if (latest.oauth === null) return null
    if (isFresh(latest.oauth, clock.now())) return latest.oauth.accessToken
    const oauth = await refresh(latest.oauth, clock.now())
    await tx
      .updateTable('inbox')
      .set({ secrets: sealInboxSecrets(secrets, { ...latest, oauth }) })
      .where('id', '=', inboxId)
      .execute()
    return oauth.accessToken
  })
}

function isFresh(grant: OauthGrant, now: Date): boolean {
  if (grant.accessToken === null || grant.expiresAt === null) return false
  return Date.parse(grant.expiresAt) - now.getTime() > spareMs
}

const Answer = z.object({
  access_token: z.string().min(1),
  /** Seconds; providers that leave it out mean an hour. */
  expires_in: z.coerce.number().positive().default(3600),
  refresh_token: z.string().min(1).optional(),
})
const Refusal = z.object({ error: z.string() })

async function refresh(grant: OauthGrant, now: Date): Promise<OauthGrant> {
  const body = new URLSearchParams({
    grant_type: 'refresh_token',
    refresh_token: grant.refreshToken,
    client_id: grant.clientId,
    ...(grant.clientSecret !== null && { client_secret: grant.clientSecret }),
  })
  const answer = await ask(grant.tokenUrl, body)
  const granted = Answer.safeParse(answer.body)
  if (answer.isOk && granted.success) {
    return {
      ...grant,
      accessToken: granted.data.access_token,
      refreshToken: granted.data.refresh_token ?? grant.refreshToken,
      expiresAt: new Date(now.getTime() + granted.data.expires_in * 1000).toISOString(),
    }
  }
  const refusal = Refusal.safeParse(answer.body)
  const isRevoked = refusal.success && refusal.data.error === 'invalid_grant'
  throw new AccessRefused(
    isRevoked ? 'revoked' : 'unavailable',
    isRevoked
      ? 'the mailbox provider has withdrawn access: sign in to the mailbox again'
      : `the mailbox provider gave no access (${answer.status})`,
  )
}

async function ask(url: string, body: URLSearchParams) {
  try {
    const answer = await fetch(url, {
      method: 'POST',
      body,
      headers: { accept: 'application/json' },
      redirect: 'error',
      signal: AbortSignal.timeout(patienceMs),
    })
    const text = await answer.text()
    return { isOk: answer.ok, status: answer.status, body: readJson(text) }
  } catch (error) {
    throw new AccessRefused('unavailable', 'the mailbox provider cannot be reached', { cause: error })
  }
}

function readJson(text: string): unknown {
  try {
    return JSON.parse(text)
  } catch {
    return null
  }
}
