import type { Tx } from '#server/platform/database/open-database.ts'
import type { Outcome } from './attempt-delivery.ts'
import { settleAttempt } from './settle-attempt.ts'
import { writePayload } from './write-payload.ts'

/** Writes down a try that was made elsewhere, and what follows from it. */
export async function settlePastAttempt(
  tx: Tx,
  deliveryId: number,
  outcome: Outcome,
  now: Date,
): Promise<void> {
  const delivery = await tx
    .selectFrom('webhook_delivery')
    .selectAll()
    .where('id', '=', deliveryId)
    .executeTakeFirstOrThrow()
  const body = delivery.body ?? (await writePayload(tx, delivery))
  await tx.updateTable('webhook_delivery').set({ body }).where('id', '=', deliveryId).execute()
  await tx
    .updateTable('webhook_lane')
    .set({ claimed_until: now })
    .where('webhook_id', '=', delivery.webhook_id)
    .where('lane', '=', delivery.lane)
    .execute()
  await settleAttempt(tx, delivery, outcome, now, { claimedUntil: now, leaseMs: 0 })
}
