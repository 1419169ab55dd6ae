import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { notify } from '#server/platform/realtime/notify.ts'

/** Writes the change down and tells every process that receives letters. */
export async function policyChanged(
  tx: Tx,
  actor: Actor,
  type: string,
  data: Record<string, unknown>,
  now: Date,
): Promise<void> {
  await recordEvent(tx, { type, at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'mail_policy' })
}
