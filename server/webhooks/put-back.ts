import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'

/** Puts deliveries back into their lines, with a day anew. Lines first, as everybody locks them, then the deliveries. */
export async function putBack(tx: Tx, webhookId: number, ids: readonly number[], now: Date): Promise<void> {
  await sql`insert into webhook_lane (webhook_id, lane, next_at)
    select distinct webhook_id, lane, ${now}::timestamptz from webhook_delivery
    where id = any(${ids}::bigint[]) order by lane
    on conflict (webhook_id, lane) do update
      set next_at = greatest(excluded.next_at, webhook_lane.claimed_until)`.execute(tx)
  await sql`update webhook_delivery
    set state = 'pending', tries = 0, first_tried_at = null, finished_at = null, next_try_at = ${now}
    where id = any(${ids}::bigint[])`.execute(tx)
  await notify(tx, { topic: 'webhook.work' })
  await notify(tx, { topic: 'webhook', webhookId })
}
