import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { deskChanged } from '#server/tickets/index.ts'

/** Writes the change down and tells whoever receives, fetches or shows the inbox, in every process. */
export async function inboxChanged(
  tx: Tx,
  actor: Actor,
  type: string,
  data: { inboxId: number; [fact: string]: unknown },
  now: Date,
): Promise<void> {
  await deskChanged(tx, actor, type, data, now)
  await notify(tx, { topic: 'inbox', inboxId: data.inboxId })
}
