import type { Team } from '#contract/identity.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { type Actor, agentActor } from './actor.ts'
import { teamById } from './queries.ts'
import { revoke } from './revocations.ts'

export interface TeamWords {
  name: string
  isIsolated: boolean
  memberIds: number[]
}

/** A team in force, locked for a change. */
export async function lockTeam(tx: Tx, id: number): Promise<Team> {
  await tx.selectFrom('team').select('id').where('id', '=', id).forUpdate().execute()
  return found(await teamById(tx, id))
}

/** States it, has the workspaces refetch, and has the members' rights looked at again. */
export async function tellTeam(
  tx: Tx,
  actor: Actor,
  type: 'team.created' | 'team.updated' | 'team.archived',
  data: Record<string, unknown>,
  concerned: number[],
  now: Date,
): Promise<void> {
  await recordEvent(tx, { type, at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'desk' })
  const agentIds = [...new Set(concerned)]
  if (agentIds.length > 0) await revoke(tx, { agentIds })
}
