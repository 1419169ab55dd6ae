import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { inboxChanged } from './inbox-changed.ts'
import { lockInbox } from './update-inbox.ts'

/** Stops an inbox for good: its tickets and letters stay, its passwords do not. */
export async function archiveInbox(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const { address } = await lockInbox(tx, id)
  await tx
    .updateTable('inbox')
    .set({ archived_at: now, is_active: false, secrets: null, connection_state: null, updated_at: now })
    .where('id', '=', id)
    .execute()
  // The grant and the secret of the application are passwords too.
  await tx.deleteFrom('mail_connection').where('inbox_id', '=', id).execute()
  await inboxChanged(tx, actor, 'inbox.archived', { inboxId: id, address }, now)
}
