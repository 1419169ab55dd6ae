import type { Webhook } from '#contract/webhooks.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { type Occurrence, recordEvent } from '#server/platform/events/record-event.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { workPiece } from './work-pieces.ts'

type Because = NonNullable<Webhook['disabledBecause']>

/**
 * No delivery is made any more; those that waited are given up, in pieces, and can be sent again when it is back. Sending
 * again what was given up ends here.
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
      give_up_to: eb
        .selectFrom('webhook_delivery')
        .select((max) => max.fn.max('webhook_delivery.id').as('id'))
        .where('webhook_id', '=', id),
      resend_after: null,
      resend_to: null,
    }))
    .where('id', '=', id)
    .where('state', '<>', 'disabled')
    .returning('name')
    .executeTakeFirst()
  if (!row) return
  await workPiece(tx, id, now)
  const data = { webhookId: id, name: row.name, because }
  await recordEvent(tx, { type: 'webhook.disabled', at: now, actor, data })
  await notify(tx, { topic: 'webhook', webhookId: id })
}
