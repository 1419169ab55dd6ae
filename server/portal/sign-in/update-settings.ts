import { type Selectable, sql } from 'kysely'
import type { CustomerSignIn } from '#contract/customer-sign-in.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Tables } from '#server/platform/database/tables.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import { faultOfUrl } from '#server/platform/http/outbound.ts'
import type { Platform } from '#server/platform/platform.ts'
import { oidcClient } from './oidc-client.ts'
import type {} from './tables.ts'

interface Changes {
  hasPassword?: boolean | undefined
  oidc?:
    | { isOn: boolean; name: string; issuer: string; clientId: string; secret?: string | undefined }
    | undefined
  version: number
}

type Row = Selectable<Tables['customer_sign_in_setting']>

/** The settings as their page shows them; the secret is not in them. */
export async function getSettings(db: Db, redirectUri: string): Promise<CustomerSignIn> {
  const row = await db.selectFrom('customer_sign_in_setting').selectAll().executeTakeFirstOrThrow()
  return {
    hasPassword: row.has_password,
    oidc: {
      isOn: row.has_oidc,
      name: row.oidc_name,
      issuer: row.oidc_issuer,
      clientId: row.oidc_client_id,
      hasSecret: row.oidc_secret !== null,
    },
    redirectUri,
    version: row.version,
  }
}

/**
 * Changes how customers sign in. `version_conflict` when somebody was quicker; `invalid_input` for a provider that is
 * to be on and is not whole, `address_refused` for one that the desk does not call or that is not there.
 */
export async function updateSettings(
  platform: Platform,
  actor: Actor,
  { hasPassword, oidc, version }: Changes,
): Promise<void> {
  const { database, clock } = platform
  const { db } = database
  const before = await db.selectFrom('customer_sign_in_setting').selectAll().executeTakeFirstOrThrow()
  if (before.version !== version) fail('version_conflict', { detail: { version: before.version } })
  const values = {
    has_password: hasPassword ?? before.has_password,
    ...(oidc && {
      has_oidc: oidc.isOn,
      oidc_name: oidc.name,
      oidc_issuer: oidc.issuer,
      oidc_client_id: oidc.clientId,
      oidc_secret: sealed(platform, oidc.secret, before),
    }),
  }
  // Before the transaction: the provider may take its time.
  if (oidc?.isOn) await mustAnswer(platform, { ...before, ...values })
  await inTransaction(db, async (tx) => {
    const changed = await tx
      .updateTable('customer_sign_in_setting')
      .set({ ...values, version: sql<number>`version + 1` })
      .where('version', '=', version)
      .returning('version')
      .executeTakeFirst()
    if (!changed) fail('version_conflict')
    const told = { ...before, ...values }
    const data = { hasPassword: told.has_password, hasOidc: told.has_oidc, issuer: told.oidc_issuer }
    const at = clock.now()
    await recordEvent(tx, { type: 'customer_sign_in.updated', at, actor: agentActor(actor), data })
  })
}

function sealed(
  { secrets }: Pick<Platform, 'secrets'>,
  secret: string | undefined,
  before: Row,
): string | null {
  if (secret === undefined) return before.oidc_secret
  return secret === '' ? null : secrets.encrypt(secret)
}

async function mustAnswer(platform: Platform, row: Row): Promise<void> {
  const { oidc_name: name, oidc_issuer: issuer, oidc_client_id: clientId } = row
  const missing = Object.entries({ name, issuer, clientId }).filter(([, value]) => value === '')
  if (missing.length > 0) {
    fail('invalid_input', {
      fields: missing.map(([field]) => ({ path: `body.oidc.${field}`, message: 'must not be empty' })),
    })
  }
  const problem = faultOfUrl(platform.config.privateNetworks, issuer, 'private')
  if (problem !== null) refuse(problem)
  const clientSecret = row.oidc_secret === null ? null : platform.secrets.decrypt(row.oidc_secret)
  try {
    await oidcClient(platform, { name, issuer, clientId, clientSecret }, platform.clock.now())
  } catch (error) {
    platform.log.info({ err: error, issuer }, 'a provider of identities did not answer as one')
    refuse('bad_answer')
  }
}

function refuse(problem: string): never {
  fail('address_refused', { fields: [{ path: 'body.oidc.issuer', message: problem }], detail: { problem } })
}
