import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { mustSeeAll } from './policy.ts'

/** Removes a webhook with everything that waits for it and its log. */
export async function deleteWebhook(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  mustSeeAll(actor)
  const row = found(await tx.deleteFrom('webhook').where('id', '=', id).returning('name').executeTakeFirst())
  const data = { webhookId: id, name: row.name }
  await recordEvent(tx, { type: 'webhook.deleted', at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'webhook', webhookId: id })
}
