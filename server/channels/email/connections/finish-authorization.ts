import type { MailConnection } from '#contract/mail-connections.ts'
import { endOf } from '#server/channels/email/sending/access-token.ts'
import { inboxChanged } from '#server/channels/inboxes/inbox-changed.ts'
import type { Actor } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { AccessRefused } from './access-refused.ts'
import { askForToken, type Tokens } from './ask-for-token.ts'
import { connectionOf, usesGraph } from './connection-of.ts'
import { clientOf, sealGrant } from './grant.ts'
import { grantedAccount } from './granted-account.ts'
import { presentConnection } from './present-connection.ts'
import { endpointsOf, missingScopes, type ProviderEndpoints } from './providers.ts'
import { regainConnection } from './regain-connection.ts'
import { boundTo, hashState, redirectUri } from './start-authorization.ts'

interface SentBack {
  state: string
  code?: string
  error?: string
  errorDescription?: string
}

type Connection = Awaited<ReturnType<typeof connectionOf>>

/**
 * Takes what the provider sent back: the code becomes a grant, the account is compared with the inbox, and from then
 * on the inbox fetches and sends. Fails with `connection_expired`, `connection_refused` (what the provider said is in
 * the detail), `wrong_account` or `provider_unavailable`; whatever was connected before stays as it was.
 */
export async function finishAuthorization(
  platform: Platform,
  actor: Actor,
  back: SentBack,
): Promise<MailConnection> {
  const { database, clock, secrets, config } = platform
  const attempt = await takeAttempt(platform, actor, back.state)
  if (back.code === undefined) {
    fail('connection_refused', {
      detail: { reason: back.error ?? 'no_code', said: back.errorDescription ?? '' },
    })
  }
  const row = await connectionOf(database.db, attempt.inbox_id)
  const endpoints = endpointsOf(config, row, usesGraph(row))
  const tokens = await exchange(platform, row, endpoints, back.code, secrets.decrypt(attempt.verifier))
  const account = await checkGranted(row, endpoints, tokens)
  const now = clock.now()
  return inTransaction(database.db, async (tx) => {
    const kept = await tx
      .updateTable('mail_connection')
      .set({
        state: 'connected',
        problem: null,
        detail: null,
        lost_at: null,
        grant_sealed: sealGrant(secrets, {
          refreshToken: tokens.refreshToken,
          accessToken: tokens.accessToken,
          expiresAt: tokens.expiresAt.toISOString(),
        }),
        account,
        connected_at: now,
        refreshed_at: now,
        ...endOf({ expires_at: null, expires_because: null }, tokens.refreshEndsAt, endpoints.idleDays, now),
      })
      .where('inbox_id', '=', row.inbox_id)
      // Changed meanwhile by somebody else: what was granted is for another application then.
      .where('updated_at', '=', row.updated_at)
      .returningAll()
      .executeTakeFirst()
    if (!kept) fail('connection_expired')
    await regainConnection(tx, row.inbox_id, now)
    await inboxChanged(tx, actor, 'inbox.connected', { inboxId: row.inbox_id, account }, now)
    return presentConnection(kept)
  })
}

/** An attempt is used up by whoever names it, in a transaction of its own: a code that fails is not tried twice. */
async function takeAttempt({ database: { db }, clock }: Platform, actor: Actor, state: string) {
  const attempt = await db
    .deleteFrom('mail_connection_attempt')
    .where('state_hash', '=', hashState(state))
    .returningAll()
    .executeTakeFirst()
  if (!attempt || attempt.bound_to !== boundTo(actor) || attempt.expires_at <= clock.now()) {
    return fail('connection_expired')
  }
  return attempt
}

async function exchange(
  { config, secrets, clock }: Platform,
  row: Connection,
  { tokenUrl }: ProviderEndpoints,
  code: string,
  verifier: string,
): Promise<Tokens> {
  const form = {
    grant_type: 'authorization_code',
    code,
    redirect_uri: redirectUri(config),
    code_verifier: verifier,
    ...clientOf(secrets, row),
  }
  try {
    return await askForToken(tokenUrl, form, clock.now())
  } catch (error) {
    if (!(error instanceof AccessRefused)) throw error
    const detail = { reason: error.reason, said: error.message }
    return fail(error.reason === 'unavailable' ? 'provider_unavailable' : 'connection_refused', { detail })
  }
}

/** The grant lasts, reaches far enough and is for this mailbox; answers who signed in. */
async function checkGranted(
  row: Connection,
  { scopes, userinfoUrl }: ProviderEndpoints,
  tokens: Tokens,
): Promise<string | null> {
  if (tokens.refreshToken === null) fail('connection_refused', { detail: { reason: 'no_refresh_token' } })
  const missing = missingScopes(scopes, tokens.scopes)
  if (missing.length > 0) {
    fail('connection_refused', { detail: { reason: 'missing_scopes', said: missing.join(' ') } })
  }
  const account = await grantedAccount(tokens, userinfoUrl).catch((error: unknown) =>
    fail('provider_unavailable', { detail: { said: String(error) } }),
  )
  const isKnownProvider = row.provider !== 'other' || userinfoUrl !== null
  if (!row.is_shared && account !== row.address && (account !== null || isKnownProvider)) {
    fail('wrong_account', { detail: { account: account ?? '', address: row.address } })
  }
  return account
}
