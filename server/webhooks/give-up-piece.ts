import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'

/**
 * Gives up what waited when a webhook was disabled, line by line. Lines that are empty then go, unless somebody is at
 * work in one; where something came in since, it is due.
 */
export async function giveUpPiece(
  tx: Tx,
  id: number,
  { to, most }: { to: number; most: number },
  now: Date,
): Promise<void> {
  const { rows } = await sql<{ id: number; lane: number }>`
    select id, lane from webhook_delivery
    where webhook_id = ${id} and state = 'pending' and id <= ${to} and origin <> 'test'
    order by lane, id limit ${most}`.execute(tx)
  const lanes = [...new Set(rows.map((row) => row.lane))]
  const own = sql`webhook_id = ${id} and lane = any(${lanes}::bigint[])`
  await sql`select from webhook_lane where ${own} order by lane for update`.execute(tx)
  await sql`update webhook_delivery
    set state = 'failed', problem = 'disabled', finished_at = ${now}, next_try_at = null
    where id = any(${rows.map((row) => row.id)}::bigint[]) and state = 'pending'`.execute(tx)
  const isFree = sql`(claimed_until is null or claimed_until <= ${now})`
  await sql`delete from webhook_lane as line where ${own} and ${isFree} and not exists (
    select from webhook_delivery as next
    where next.webhook_id = line.webhook_id and next.lane = line.lane and next.state = 'pending')`.execute(tx)
  await sql`update webhook_lane set next_at = ${now} where ${own} and ${isFree}`.execute(tx)
  if (rows.length < most) {
    await tx.updateTable('webhook').set({ give_up_to: null }).where('id', '=', id).execute()
    await notify(tx, { topic: 'webhook.work' })
  }
  await notify(tx, { topic: 'webhook', webhookId: id })
}
