import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import type { AccessRefused } from './access-refused.ts'
import type { MailConnectionRow } from './tables.ts'

/**
 * Access to a mailbox is gone until a person does something: marks the inbox, once, and says so. Its letters stay in
 * the mailbox, its answers in the queue.
 */
export async function loseConnection(
  tx: Tx,
  row: Pick<MailConnectionRow, 'inbox_id' | 'state'>,
  { reason, message }: AccessRefused,
  now: Date,
): Promise<void> {
  const detail = message.slice(0, 1000)
  await tx
    .updateTable('mail_connection')
    .set({ state: 'lost', problem: reason, detail, ...(row.state !== 'lost' && { lost_at: now }) })
    .where('inbox_id', '=', row.inbox_id)
    .execute()
  if (row.state === 'lost') return
  await sql`update inbox set connection_state = 'lost', receive_error = ${detail},
    receive_error_at = coalesce(receive_error_at, ${now}) where id = ${row.inbox_id}`.execute(tx)
  const actor = { kind: 'system', id: null } as const
  const data = { inboxId: row.inbox_id, reason, detail }
  await recordEvent(tx, { type: 'inbox.connection_lost', at: now, actor, data })
  await notify(tx, { topic: 'inbox', inboxId: row.inbox_id })
}
