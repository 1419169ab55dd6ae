import type { Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import type { Actor } from './actor.ts'
import { mustBeInPerson } from './policy.ts'
import { revoke } from './revocations.ts'

/** Ends one of the actor's own sessions, and forgets from where it came. */
export async function revokeSession(tx: Tx, actor: Actor, id: number): Promise<void> {
  mustBeInPerson(actor)
  const gone = await tx
    .deleteFrom('session')
    .where('id', '=', id)
    .where('agent_id', '=', actor.agentId)
    .returning('id')
    .executeTakeFirst()
  found(gone)
  await revoke(tx, { agentIds: [actor.agentId], sessionId: id })
}
