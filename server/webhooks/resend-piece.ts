import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { putBack } from './put-back.ts'

interface Range {
  after: number
  until: number
  most: number
}

/**
 * Puts back the oldest that were given up, of those between two numbers: so each ticket's come in their order, and what
 * fails again meanwhile is behind.
 */
export async function resendPiece(
  tx: Tx,
  id: number,
  { after, until, most }: Range,
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ id: number }>`
    select id from webhook_delivery
    where webhook_id = ${id} and state = 'failed' and origin <> 'test' and id > ${after} and id <= ${until}
    order by id limit ${most}`.execute(tx)
  const ids = rows.map((row) => row.id)
  await putBack(tx, id, ids, now)
  const isDone = ids.length < most
  await tx
    .updateTable('webhook')
    .set((eb) => ({
      resend_after: isDone ? null : ids.at(-1),
      resend_to: isDone ? null : until,
      resend_done: eb('resend_done', '+', ids.length),
    }))
    .where('id', '=', id)
    .execute()
}
