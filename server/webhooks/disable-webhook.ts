import type { Webhook } from '#contract/webhooks.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { type Occurrence, recordEvent } from '#server/platform/events/record-event.ts'
import { notify } from '#server/platform/realtime/notify.ts'

type Because = NonNullable<Webhook['disabledBecause']>

/**
 * No delivery is made any more; those that waited are given up, and can be sent again when it is back. Their empty lines
 * stay until then: they are harmless, and somebody may be at work in one.
 */
export async function disableWebhook(
  tx: Tx,
  id: number,
  because: Because,
  actor: Occurrence['actor'],
  now: Date,
): Promise<void> {
  const row = await tx
    .updateTable('webhook')
    .set((eb) => ({
      state: 'disabled',
      disabled_because: because,
      version: eb('version', '+', 1),
      updated_at: now,
    }))
    .where('id', '=', id)
    .where('state', '<>', 'disabled')
    .returning('name')
    .executeTakeFirst()
  if (!row) return
  await tx
    .updateTable('webhook_delivery')
    .set({ state: 'failed', problem: 'disabled', finished_at: now, next_try_at: null })
    .where('webhook_id', '=', id)
    .where('state', '=', 'pending')
    .where('origin', '<>', 'test')
    .execute()
  const data = { webhookId: id, name: row.name, because }
  await recordEvent(tx, { type: 'webhook.disabled', at: now, actor, data })
  await notify(tx, { topic: 'webhook', webhookId: id })
}
