import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { deskChanged } from '#server/tickets/index.ts'

/** Writes down that an administrator changed a template, and tells every open workspace. */
export async function checklistsChanged(
  tx: Tx,
  actor: Actor,
  what: 'created' | 'updated' | 'archived' | 'ordered',
  data: Record<string, unknown>,
  now: Date,
): Promise<void> {
  await deskChanged(tx, actor, `checklist.${what}`, data, now)
}
