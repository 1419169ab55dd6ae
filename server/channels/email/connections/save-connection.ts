import type * as z from 'zod'
import type { ConnectionBody, MailConnection } from '#contract/mail-connections.ts'
import { inboxChanged } from '#server/channels/inboxes/inbox-changed.ts'
import { lockInbox } from '#server/channels/inboxes/update-inbox.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { mayBeAsked } from './guarded-request.ts'
import { usesGraph } from './connection-of.ts'
import { presentConnection } from './present-connection.ts'
import type { MailConnectionRow } from './tables.ts'
import { voidGrant } from './void-grant.ts'

type Wanted = z.output<typeof ConnectionBody>

/**
 * Says how an inbox signs in. What the provider gave stays while the application and the provider do; a new secret
 * for the same application, which is what expires most often, needs nobody to sign in again.
 */
export async function saveConnection(
  tx: Tx,
  secrets: Secrets,
  actor: Actor,
  inboxId: number,
  wanted: Wanted,
  now: Date,
): Promise<MailConnection> {
  const inbox = await lockInbox(tx, inboxId)
  checkWanted(wanted, usesGraph(inbox))
  const before = await tx
    .selectFrom('mail_connection')
    .selectAll()
    .where('inbox_id', '=', inboxId)
    .forUpdate()
    .executeTakeFirst()
  const { clientSecret, ...told } = wanted
  const columns = columnsOf(wanted, now)
  const stays = before !== undefined && isSameApplication(before, columns)
  const known = stays ? before.client_secret : null
  const sealed =
    clientSecret === undefined ? known : clientSecret === null ? null : secrets.encrypt(clientSecret)
  const row = { ...columns, client_secret: sealed }
  await tx
    .insertInto('mail_connection')
    .values({ inbox_id: inboxId, ...row })
    .onConflict((conflict) => conflict.column('inbox_id').doUpdateSet(row))
    .execute()
  if (!stays) await voidGrant(tx, inboxId, now)
  await tx
    .updateTable('inbox')
    .set({
      ...(!stays && { connection_state: 'new' as const }),
      version: inbox.version + 1,
      updated_at: now,
    })
    .where('id', '=', inboxId)
    .execute()
  await inboxChanged(tx, actor, 'inbox.connection_saved', { inboxId, to: told }, now)
  const saved = await tx
    .selectFrom('mail_connection')
    .selectAll()
    .where('inbox_id', '=', inboxId)
    .executeTakeFirstOrThrow()
  return presentConnection(saved)
}

function columnsOf(wanted: Wanted, now: Date) {
  const isOther = wanted.provider === 'other'
  return {
    provider: wanted.provider,
    grant_kind: wanted.grantKind,
    tenant: wanted.provider === 'microsoft' ? wanted.tenant : null,
    client_id: wanted.clientId,
    authorize_url: isOther ? wanted.authorizeUrl : null,
    token_url: isOther ? wanted.tokenUrl : null,
    userinfo_url: isOther ? wanted.userinfoUrl : null,
    scopes: isOther ? wanted.scopes : null,
    is_shared: wanted.isShared,
    folder: wanted.folder,
    updated_at: now,
  }
}

/** A secret is shown to the endpoints it was given for, and a grant is good for one application only. */
function isSameApplication(before: MailConnectionRow, after: ReturnType<typeof columnsOf>): boolean {
  const deciding = [
    'provider',
    'grant_kind',
    'tenant',
    'client_id',
    'authorize_url',
    'token_url',
    'userinfo_url',
    'scopes',
    'is_shared',
  ] as const
  return deciding.every((name) => before[name] === after[name])
}

/** What the shape of the input cannot say. */
function checkWanted(wanted: Wanted, isGraph: boolean): void {
  const fields: { path: string; message: string }[] = []
  const need = (name: 'tenant' | 'authorizeUrl' | 'tokenUrl', why: string) => {
    if (wanted[name] === null) fields.push({ path: `body.${name}`, message: `required with ${why}` })
  }
  if (wanted.provider === 'microsoft') need('tenant', 'provider=microsoft')
  if (wanted.provider === 'other') {
    need('authorizeUrl', 'provider=other')
    need('tokenUrl', 'provider=other')
  }
  for (const name of ['authorizeUrl', 'tokenUrl', 'userinfoUrl'] as const) {
    if (wanted.provider === 'other' && wanted[name] !== null && !mayBeAsked(wanted[name])) {
      fields.push({ path: `body.${name}`, message: 'https is needed, and an address a provider can have' })
    }
  }
  if (isGraph && wanted.provider !== 'microsoft') {
    fields.push({ path: 'body.provider', message: 'an inbox on Microsoft Graph needs microsoft' })
  }
  if (wanted.grantKind === 'application' && !isGraph) {
    fields.push({ path: 'body.grantKind', message: 'application needs an inbox on Microsoft Graph' })
  }
  if (fields.length > 0) fail('invalid_input', { fields })
}
