import { sql } from 'kysely'
import type { WebhookDelivery } from '#contract/webhooks.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { mustSeeAll } from './policy.ts'
import { readDelivery } from './read-deliveries.ts'

/** Sends a delivery that tells of nothing, once, also to a webhook that is paused or disabled. */
export async function testWebhook(tx: Tx, actor: Actor, id: number, now: Date): Promise<WebhookDelivery> {
  mustSeeAll(actor)
  const { kind, id: agentId } = agentActor(actor)
  const facts = JSON.stringify({ actorKind: kind, actorId: agentId, data: {} })
  const { rows } = await sql<{ id: number }>`
    select webhook_enqueue(id, 'test', 'webhook.test', null, null, ${now}, null, null, ${facts}::jsonb) as id
    from webhook where id = ${id}`.execute(tx)
  return readDelivery(tx, found(rows[0]).id)
}
