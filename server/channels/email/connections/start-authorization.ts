import { createHash, randomBytes } from 'node:crypto'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { connectionOf, usesGraph } from './connection-of.ts'
import { endpointsOf } from './providers.ts'

/** Long enough to find a password and a second factor. */
const attemptMinutes = 15

/** Where the provider sends people back to: a page of the workspace, which hands the code over. */
export function redirectUri(config: { publicUrl: string }): string {
  return `${config.publicUrl}/settings/inboxes/connected`
}

export function hashState(state: string): Buffer {
  return createHash('sha256').update(state).digest()
}

/** The session, or the key, that an attempt belongs to. */
export function boundTo(actor: Actor): string {
  return actor.sessionId === null ? actor.owner : `session:${actor.sessionId}`
}

/**
 * Begins the authorization code flow with PKCE (RFC 6749, 7636): answers where the provider asks for consent. The
 * state comes back once, soon, and to the session that began.
 */
export async function startAuthorization(
  tx: Tx,
  { config, secrets }: Pick<Platform, 'config' | 'secrets'>,
  actor: Actor,
  inboxId: number,
  now: Date,
): Promise<{ url: string }> {
  const row = await connectionOf(tx, inboxId)
  if (row.grant_kind === 'application') fail('not_connectable')
  const state = randomBytes(32).toString('base64url')
  const verifier = randomBytes(48).toString('base64url')
  await tx.deleteFrom('mail_connection_attempt').where('expires_at', '<', now).execute()
  await tx
    .insertInto('mail_connection_attempt')
    .values({
      state_hash: hashState(state),
      inbox_id: inboxId,
      bound_to: boundTo(actor),
      verifier: secrets.encrypt(verifier),
      expires_at: new Date(now.getTime() + attemptMinutes * 60_000),
    })
    .execute()
  const { authorizeUrl, scopes, extras } = endpointsOf(config, row, usesGraph(row))
  const url = new URL(authorizeUrl)
  const asked = {
    response_type: 'code',
    client_id: row.client_id,
    redirect_uri: redirectUri(config),
    ...(scopes.length > 0 && { scope: scopes.join(' ') }),
    state,
    code_challenge: createHash('sha256').update(verifier).digest('base64url'),
    code_challenge_method: 'S256',
    ...(!row.is_shared && { login_hint: row.address }),
    ...extras,
  }
  for (const [name, value] of Object.entries(asked)) url.searchParams.set(name, value)
  return { url: url.href }
}
