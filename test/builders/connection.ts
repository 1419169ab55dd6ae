import { sealGrant } from '#server/channels/email/connections/grant.ts'
import type { ConnectionState } from '#server/channels/email/connections/tables.ts'
import type { Platform } from '#server/platform/platform.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import type { IdentityProvider } from '#test/servers/identity-provider.ts'

interface ConnectionWishes {
  provider?: 'google' | 'microsoft' | 'other'
  grantKind?: 'person' | 'application'
  isShared?: boolean
  state?: ConnectionState
  folder?: string
}

/** An inbox that signs in by a grant of this provider. */
export async function buildConnection(
  { database: { db }, secrets }: Pick<Platform, 'database' | 'secrets'>,
  inboxId: number,
  provider: IdentityProvider,
  wishes: ConnectionWishes = {},
): Promise<void> {
  const { state = 'connected', provider: kind = 'other', grantKind = 'person' } = wishes
  const grant = {
    refreshToken: grantKind === 'person' ? provider.refreshToken : null,
    accessToken: null,
    expiresAt: null,
  }
  await db
    .insertInto('mail_connection')
    .values({
      inbox_id: inboxId,
      provider: kind,
      grant_kind: grantKind,
      tenant: kind === 'microsoft' ? 'desk.example' : null,
      client_id: 'desk',
      client_secret: secrets.encrypt('desk secret'),
      authorize_url: kind === 'other' ? provider.authorizeUrl : null,
      token_url: kind === 'other' ? provider.tokenUrl : null,
      is_shared: wishes.isShared ?? false,
      folder: wishes.folder ?? 'inbox',
      state,
      grant_sealed: state === 'new' ? null : sealGrant(secrets, grant),
      updated_at: new Date(),
    })
    .execute()
  await db.updateTable('inbox').set({ connection_state: state }).where('id', '=', inboxId).execute()
  await notify(db, { topic: 'inbox' })
}
