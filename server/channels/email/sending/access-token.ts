import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Platform } from '#server/platform/platform.ts'
import { AccessRefused } from '../connections/access-refused.ts'
import { askForToken } from '../connections/ask-for-token.ts'
import { clientOf, type Grant, openGrant, sealGrant } from '../connections/grant.ts'
import { loseConnection } from '../connections/lose-connection.ts'
import { regainConnection } from '../connections/regain-connection.ts'
import { endpointsOf, type ProviderEndpoints } from '../connections/providers.ts'
import type { MailConnectionRow } from '../connections/tables.ts'

/** A token about to run out would run out in the middle of a session. */
const spareMs = 90_000
const dayMs = 86_400_000

export type TokenParts = Pick<Platform, 'database' | 'clock' | 'secrets' | 'config'>

interface TokenWishes {
  /** A token the mailbox's server has just refused: another one is wanted, however long it would have lasted. */
  rejected?: string
  /** Ask the provider in any case: to see that access still stands, and to keep a grant alive that nobody uses. */
  isForced?: boolean
}

/**
 * An access token of a connected inbox that is good for a while yet. One that runs out is refreshed once, whoever
 * asks at the same time in whatever process: the connection's row is locked meanwhile, and the refresh token that
 * came with the answer is kept before anybody uses the access token. (A process killed between the answer and the
 * commit loses that token; Google and Microsoft go on taking the one before, and a provider that does not is met as
 * lost access.) Rejects with `AccessRefused`; where only a
 * person can help, the inbox is marked first.
 */
export async function freshAccessToken(
  platform: TokenParts,
  inboxId: number,
  wishes: TokenWishes = {},
): Promise<string> {
  const { database, clock, secrets } = platform
  const seen = await readConnection(database.db, inboxId)
  const seenToken = openGrant(secrets, seen).accessToken
  if (!wishes.isForced) {
    if (seen.state !== 'connected') refuse(seen)
    if (isGood(openGrant(secrets, seen), clock.now(), wishes.rejected)) return seenToken ?? ''
  }
  const outcome = await inTransaction(database.db, async (tx) => {
    const latest = await readConnection(tx, inboxId, true)
    if (latest.state === 'new' && latest.grant_kind === 'person') refuse(latest)
    if (latest.state === 'lost' && !wishes.isForced) refuse(latest)
    const grant = openGrant(secrets, latest)
    // Somebody else was quicker: their token is as new as one can be.
    const isNew = grant.accessToken !== seenToken
    if (isNew && isGood(grant, clock.now(), wishes.rejected)) {
      return { token: grant.accessToken ?? '', hasCome: false }
    }
    try {
      return await renew(tx, platform, latest, grant)
    } catch (error) {
      if (!(error instanceof AccessRefused)) throw error
      if (error.code === 'ENOTCONNECTED') await loseConnection(tx, latest, error, clock.now())
      return error
    }
  })
  if (outcome instanceof AccessRefused) throw outcome
  // In a transaction of its own: one that is rolled back must not take the new refresh token with it.
  if (outcome.hasCome) {
    await inTransaction(database.db, (tx) => regainConnection(tx, inboxId, clock.now()))
  }
  return outcome.token
}

async function readConnection(db: Db, inboxId: number, isLocking = false) {
  const row = await db
    .selectFrom('mail_connection')
    .innerJoin('inbox', 'inbox.id', 'mail_connection.inbox_id')
    .selectAll('mail_connection')
    .select(['inbox.receives_by', 'inbox.sends_by', 'inbox.address', 'inbox.name'])
    .where('inbox_id', '=', inboxId)
    .$if(isLocking, (query) => query.forNoKeyUpdate('mail_connection'))
    .executeTakeFirst()
  if (!row) throw new AccessRefused('not_connected', 'the mailbox is not connected')
  return row
}

type Connection = Awaited<ReturnType<typeof readConnection>>

function refuse({ state, detail }: Connection): never {
  throw state === 'lost'
    ? new AccessRefused('revoked', detail ?? 'the mailbox provider has withdrawn access')
    : new AccessRefused('not_connected', 'nobody has signed in to the mailbox yet')
}

function isGood(grant: Grant, now: Date, rejected: string | undefined): boolean {
  if (grant.accessToken === null || grant.expiresAt === null || grant.accessToken === rejected) return false
  return Date.parse(grant.expiresAt) - now.getTime() > spareMs
}

/** Asks the provider and keeps what it gives; `hasCome`: there was no access before. */
async function renew(
  tx: Tx,
  platform: TokenParts,
  row: Connection,
  grant: Grant,
): Promise<{ token: string; hasCome: boolean }> {
  const { clock, secrets, config } = platform
  const endpoints = endpointsOf(config, row, row.receives_by === 'graph' || row.sends_by === 'graph')
  const now = clock.now()
  const tokens = await askForToken(endpoints.tokenUrl, formFor(platform, row, grant, endpoints), now)
  const kept: Grant = {
    refreshToken: tokens.refreshToken ?? grant.refreshToken,
    accessToken: tokens.accessToken,
    expiresAt: tokens.expiresAt.toISOString(),
  }
  const hasCome = row.state !== 'connected'
  await tx
    .updateTable('mail_connection')
    .set({
      grant_sealed: sealGrant(secrets, kept),
      state: 'connected',
      problem: null,
      detail: null,
      lost_at: null,
      refreshed_at: now,
      ...(hasCome && { connected_at: now }),
      ...endOf(row, tokens.refreshEndsAt, endpoints.idleDays, now),
    })
    .where('inbox_id', '=', row.inbox_id)
    .execute()
  return { token: tokens.accessToken, hasCome }
}

function formFor(
  { secrets }: Pick<Platform, 'secrets'>,
  row: Connection,
  grant: Grant,
  endpoints: ProviderEndpoints,
): Record<string, string> {
  const client = clientOf(secrets, row)
  if (row.grant_kind === 'application') {
    return { grant_type: 'client_credentials', scope: endpoints.scopes.join(' '), ...client }
  }
  if (grant.refreshToken === null) throw new AccessRefused('not_connected', 'nobody has signed in yet')
  // Microsoft hands out tokens for one resource: without a scope it may be another one than the mailbox.
  const isByResource = row.provider === 'microsoft'
  return {
    grant_type: 'refresh_token',
    refresh_token: grant.refreshToken,
    ...(isByResource && { scope: endpoints.scopes.join(' ') }),
    ...client,
  }
}

/**
 * When the grant ends, as far as anybody says: a limited one at its time (Google's applications in testing: seven
 * days from the sign-in, and refreshing does not put that off), others when nobody uses them for so long.
 */
export function endOf(
  row: Pick<MailConnectionRow, 'expires_at' | 'expires_because'>,
  endsAt: Date | null,
  idleDays: number | null,
  now: Date,
): Pick<MailConnectionRow, 'expires_at' | 'expires_because'> {
  if (endsAt !== null) return { expires_at: endsAt, expires_because: 'limited' }
  if (row.expires_because === 'limited') {
    return { expires_at: row.expires_at, expires_because: 'limited' }
  }
  if (idleDays === null) return { expires_at: null, expires_because: null }
  return { expires_at: new Date(now.getTime() + idleDays * dayMs), expires_because: 'idle' }
}
