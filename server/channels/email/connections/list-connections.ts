import type { MailConnection } from '#contract/mail-connections.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { presentConnection } from './present-connection.ts'
import { redirectUri } from './start-authorization.ts'

/** The connections of all inboxes in use, and what the administrator enters at a provider. Reads nothing sealed. */
export async function listConnections(
  db: Db,
  config: { publicUrl: string },
): Promise<{ items: MailConnection[]; redirectUri: string }> {
  const rows = await db
    .selectFrom('mail_connection')
    .innerJoin('inbox', 'inbox.id', 'mail_connection.inbox_id')
    .selectAll('mail_connection')
    .where('inbox.archived_at', 'is', null)
    .orderBy('inbox_id')
    .execute()
  return { items: rows.map(presentConnection), redirectUri: redirectUri(config) }
}
