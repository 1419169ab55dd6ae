import type { Tx } from '#server/platform/database/open-database.ts'
import type { Actor } from './actor.ts'
import { mustBeInPerson } from './policy.ts'
import { revoke } from './revocations.ts'

/** Ends the session; its row stays a while, because it says from which network this agent comes. */
export async function signOut(tx: Tx, actor: Actor, now: Date): Promise<void> {
  const sessionId = mustBeInPerson(actor)
  await tx.updateTable('session').set({ expires_at: now }).where('id', '=', sessionId).execute()
  await revoke(tx, { agentIds: [actor.agentId], sessionId })
}
