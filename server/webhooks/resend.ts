import { sql } from 'kysely'
import type { WebhookDelivery } from '#contract/webhooks.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { mustSeeAll } from './policy.ts'
import { putBack } from './put-back.ts'
import { readDelivery } from './read-deliveries.ts'
import { workPiece } from './work-pieces.ts'

/** Sends one delivery again, or at once when it waits. It has a day anew, its id and its body as before. */
export async function resendDelivery(tx: Tx, actor: Actor, id: number, now: Date): Promise<WebhookDelivery> {
  mustSeeAll(actor)
  const { webhook_id: webhookId } = found(
    await tx.selectFrom('webhook_delivery').select('webhook_id').where('id', '=', id).executeTakeFirst(),
  )
  await mustBeEnabled(tx, webhookId)
  await putBack(tx, webhookId, [id], now)
  return readDelivery(tx, id)
}

/** Sends everything again that was given up until now, in pieces; answers how many they are. */
export async function resendFailed(
  tx: Tx,
  actor: Actor,
  webhookId: number,
  now: Date,
): Promise<{ count: number }> {
  mustSeeAll(actor)
  const { rows } = await sql<{ count: number; until: number | null }>`
    select count(*)::int as count, max(id) as until from webhook_delivery
    where webhook_id = ${webhookId} and state = 'failed' and origin <> 'test'`.execute(tx)
  const { name } = await mustBeEnabled(tx, webhookId)
  const { count, until } = rows[0] ?? { count: 0, until: null }
  if (until === null) return { count }
  await tx
    .updateTable('webhook')
    .set({ resend_after: 0, resend_to: until, resend_done: 0, resend_total: count })
    .where('id', '=', webhookId)
    .execute()
  await workPiece(tx, webhookId, now)
  const data = { webhookId, name, count }
  await recordEvent(tx, { type: 'webhook.resent', at: now, actor: agentActor(actor), data })
  return { count }
}

async function mustBeEnabled(tx: Tx, id: number): Promise<{ name: string }> {
  const row = found(
    await tx
      .selectFrom('webhook')
      .select(['name', 'state'])
      .where('id', '=', id)
      .where('removed_at', 'is', null)
      .forNoKeyUpdate()
      .executeTakeFirst(),
  )
  if (row.state === 'disabled') fail('webhook_disabled')
  return row
}
