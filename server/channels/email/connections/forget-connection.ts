import { inboxChanged } from '#server/channels/inboxes/inbox-changed.ts'
import { lockInbox } from '#server/channels/inboxes/update-inbox.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'

/** Back to passwords: the application, its secret and the grant are forgotten. */
export async function forgetConnection(tx: Tx, actor: Actor, inboxId: number, now: Date): Promise<void> {
  const inbox = await lockInbox(tx, inboxId)
  const gone = await tx
    .deleteFrom('mail_connection')
    .where('inbox_id', '=', inboxId)
    .returning('provider')
    .executeTakeFirst()
  const { provider } = found(gone)
  await tx
    .updateTable('inbox')
    .set({ connection_state: null, version: inbox.version + 1, updated_at: now })
    .where('id', '=', inboxId)
    .execute()
  await inboxChanged(tx, actor, 'inbox.disconnected', { inboxId, provider }, now)
}
