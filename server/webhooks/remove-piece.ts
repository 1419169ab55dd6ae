import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'

/**
 * The oldest deliveries of a webhook that was removed, with their tries; then its lines; then itself. Each by itself:
 * whoever tells it something at this moment holds its row and waits for a line.
 */
export async function removePiece(tx: Tx, id: number, most: number): Promise<void> {
  const deliveries = await sql`delete from webhook_delivery where id = any(array(
    select id from webhook_delivery where webhook_id = ${id} order by id limit ${most}))`.execute(tx)
  if (deliveries.numAffectedRows !== 0n) return
  const lines = await sql`delete from webhook_lane where webhook_id = ${id} and lane = any(array(
    select lane from webhook_lane where webhook_id = ${id} order by lane limit ${most}))`.execute(tx)
  if (lines.numAffectedRows !== 0n) return
  await tx.deleteFrom('webhook').where('id', '=', id).execute()
}
