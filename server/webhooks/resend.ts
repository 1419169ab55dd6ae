import { sql } from 'kysely'
import type { WebhookDelivery } from '#contract/webhooks.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { mustSeeAll } from './policy.ts'
import { readDelivery } from './read-deliveries.ts'

/** Sends one delivery again, or at once when it waits. It has a day anew, its id and its body as before. */
export async function resendDelivery(tx: Tx, actor: Actor, id: number, now: Date): Promise<WebhookDelivery> {
  mustSeeAll(actor)
  const { webhook_id: webhookId } = found(
    await tx.selectFrom('webhook_delivery').select('webhook_id').where('id', '=', id).executeTakeFirst(),
  )
  await mustBeEnabled(tx, webhookId)
  await putBack(tx, webhookId, sql`id = ${id}`, now)
  return readDelivery(tx, id)
}

/** Sends everything again that was given up. */
export async function resendFailed(
  tx: Tx,
  actor: Actor,
  webhookId: number,
  now: Date,
): Promise<{ count: number }> {
  mustSeeAll(actor)
  const { name } = await mustBeEnabled(tx, webhookId)
  const count = await putBack(tx, webhookId, sql`state = 'failed' and origin <> 'test'`, now)
  const data = { webhookId, name, count }
  if (count > 0) await recordEvent(tx, { type: 'webhook.resent', at: now, actor: agentActor(actor), data })
  return { count }
}

async function mustBeEnabled(tx: Tx, id: number): Promise<{ name: string }> {
  const row = found(
    await tx
      .selectFrom('webhook')
      .select(['name', 'state'])
      .where('id', '=', id)
      .forNoKeyUpdate()
      .executeTakeFirst(),
  )
  if (row.state === 'disabled') fail('webhook_disabled')
  return row
}

/** Lines first, as everybody locks them, then the deliveries. */
async function putBack(tx: Tx, webhookId: number, which: ReturnType<typeof sql>, now: Date): Promise<number> {
  await sql`insert into webhook_lane (webhook_id, lane, next_at)
    select distinct webhook_id, lane, ${now}::timestamptz from webhook_delivery
    where webhook_id = ${webhookId} and ${which} order by lane
    on conflict (webhook_id, lane) do update
      set next_at = greatest(excluded.next_at, webhook_lane.claimed_until)`.execute(tx)
  const { rows } = await sql`update webhook_delivery
    set state = 'pending', tries = 0, first_tried_at = null, finished_at = null, next_try_at = ${now}
    where webhook_id = ${webhookId} and ${which} returning id`.execute(tx)
  await notify(tx, { topic: 'webhook.work' })
  await notify(tx, { topic: 'webhook', webhookId })
  return rows.length
}
