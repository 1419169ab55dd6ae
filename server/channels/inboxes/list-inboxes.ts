import type { Inbox } from '#contract/inboxes.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Secrets } from '#server/platform/secrets.ts'
import { presentInbox } from './present-inbox.ts'

/** The inboxes there are, stopped for a while or not; those stopped for good are gone. */
export async function listInboxes(db: Db, secrets: Secrets): Promise<{ items: Inbox[] }> {
  const rows = await db
    .selectFrom('inbox')
    .selectAll()
    .where('archived_at', 'is', null)
    .orderBy('id')
    .execute()
  return { items: rows.map((row) => presentInbox(secrets, row)) }
}
