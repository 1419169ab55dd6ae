import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { notify } from '#server/platform/realtime/notify.ts'

/** Writes what an administrator changed into the audit trail, and tells every screen that shows who is here. */
export async function routingChanged(
  tx: Tx,
  actor: Actor,
  type: `${'agent_status' | 'skill' | 'routing_policy' | 'routing_settings' | 'agent_seat' | 'absence'}.${string}`,
  data: Record<string, unknown>,
  now: Date,
): Promise<void> {
  await recordEvent(tx, { type, at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'attendance' })
}
