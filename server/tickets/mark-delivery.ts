import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import type { DeliveryState } from './tables.ts'

interface Outcome {
  state: DeliveryState
  /** A key of `delivery` in locales/. */
  error?: string | null
  /** What the other server said, word for word. */
  detail?: string | null
  /** When it left, where that is not now. */
  sentAt?: Date | null
}

/** Writes down what became of a reply on its way out; the feed shows it at once. */
export async function markDelivery(tx: Tx, replyId: number, outcome: Outcome, now: Date): Promise<void> {
  const row = await tx
    .updateTable('reply')
    .set({
      delivery_state: outcome.state,
      delivery_error: outcome.error ?? null,
      delivery_detail: outcome.detail ?? null,
      ...(outcome.state === 'sent' && { sent_at: outcome.sentAt ?? now }),
    })
    .where('id', '=', replyId)
    .returning('ticket_id')
    .executeTakeFirstOrThrow()
  await recordEvent(tx, {
    type: `reply.${outcome.state}`,
    at: now,
    actor: { kind: 'system', id: null },
    ticketId: row.ticket_id,
    data: { replyId, ...(outcome.error && { error: outcome.error }) },
  })
}
