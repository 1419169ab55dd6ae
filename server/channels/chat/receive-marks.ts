import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { markDelivery } from '#server/tickets/index.ts'

interface Marks {
  /** Where the conversation began, and where it is. */
  ticketId: number
  liveId: number
}

/** The visitor's browser has everything up to a line: the replies among it have arrived. */
export async function markReceived(
  db: Db,
  { ticketId, liveId }: Marks,
  lineId: number,
  now: Date,
): Promise<void> {
  await inTransaction(db, async (tx) => {
    const moved = await move(tx, ticketId, 'received_post_id', lineId)
    if (!moved) return
    const rows = await tx
      .selectFrom('reply')
      .select('id')
      .where('ticket_id', '=', liveId)
      .where('id', '<=', lineId)
      .where('channel', '=', 'chat')
      .where('delivery_state', '=', 'queued')
      .where((eb) => eb.or([eb('send_at', 'is', null), eb('released_at', 'is not', null)]))
      .orderBy('id')
      .forUpdate()
      .execute()
    for (const { id } of rows) await markDelivery(tx, id, { state: 'sent' }, now)
  })
}

/** The visitor has read up to a line. */
export async function markReadByVisitor(db: Db, { ticketId, liveId }: Marks, lineId: number): Promise<void> {
  const moved = await move(db, ticketId, 'read_post_id', lineId)
  if (moved) await notify(db, { topic: 'chat', ticketId: liveId })
}

/** Never backwards, and never beyond what there is. */
async function move(
  db: Db | Tx,
  ticketId: number,
  mark: 'received_post_id' | 'read_post_id',
  lineId: number,
): Promise<boolean> {
  const { rows } = await sql`update chat_conversation set ${sql.ref(mark)} = ${lineId}::bigint
    where ticket_id = ${ticketId} and ${sql.ref(mark)} < ${lineId}::bigint
      and ${lineId}::bigint <= (select last_value from post_id_seq)
    returning ticket_id`.execute(db)
  return rows.length > 0
}
