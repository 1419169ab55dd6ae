import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { notify } from '#server/platform/realtime/notify.ts'

/** Writes an administrator's change down and tells every open workspace to fetch the fields again. */
export async function fieldsChanged(
  tx: Tx,
  actor: Actor,
  type: `field.${string}`,
  data: Record<string, unknown>,
  now: Date,
): Promise<void> {
  await recordEvent(tx, { type, at: now, actor: { kind: 'agent', id: actor.agentId }, data })
  await notify(tx, { topic: 'desk' })
}
