import type { MailConnection } from '#contract/mail-connections.ts'
import type { MailConnectionRow } from './tables.ts'

const instant = (at: Date | null): string | null => at?.toISOString() ?? null

/** A connection for the administrator; of its secrets only whether there are any. */
export function presentConnection(row: MailConnectionRow): MailConnection {
  return {
    inboxId: row.inbox_id,
    provider: row.provider,
    grantKind: row.grant_kind,
    tenant: row.tenant,
    clientId: row.client_id,
    hasClientSecret: row.client_secret !== null,
    authorizeUrl: row.authorize_url,
    tokenUrl: row.token_url,
    userinfoUrl: row.userinfo_url,
    scopes: row.scopes,
    isShared: row.is_shared,
    folder: row.folder,
    state: row.state,
    problem: row.problem,
    detail: row.detail,
    lostAt: instant(row.lost_at),
    account: row.account,
    connectedAt: instant(row.connected_at),
    refreshedAt: instant(row.refreshed_at),
    expiresAt: instant(row.expires_at),
    expiresBecause: row.expires_because,
  }
}
