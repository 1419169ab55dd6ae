import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'

/**
 * An inbox has access again: whoever fetches begins anew (the version says so), and the answers that waited go out
 * now. A waiting job is brought forward by its key, so none runs twice.
 */
export async function regainConnection(tx: Tx, inboxId: number, now: Date): Promise<void> {
  await tx
    .updateTable('inbox')
    .set((eb) => ({
      connection_state: 'connected',
      receive_error: null,
      receive_error_at: null,
      send_error: null,
      send_error_at: null,
      version: eb('version', '+', 1),
      updated_at: now,
    }))
    .where('id', '=', inboxId)
    .where('archived_at', 'is', null)
    .execute()
  await sql`
    with waiting as (
      update outbound_letter set next_try_at = ${now}
      where inbox_id = ${inboxId} and state = 'queued' returning reply_id
    )
    select graphile_worker.add_job('message.send', json_build_object('replyId', reply_id),
      job_key := 'message.send ' || reply_id) from waiting`.execute(tx)
  await notify(tx, { topic: 'inbox', inboxId })
}
