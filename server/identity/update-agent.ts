import type { Agent } from '#contract/identity.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { type Actor, agentActor } from './actor.ts'
import { lockAdministrators, mustKeepAdministrator } from './administrators.ts'
import { difference } from './difference.ts'
import { setTeamsOfAgent } from './memberships.ts'
import { cancelPasswordLinks } from './password-links.ts'
import { mustHold, mustSeeAllTeams } from './policy.ts'
import { lockAgent, permissionsOfRole, readAgent } from './read-agents.ts'
import { revoke } from './revocations.ts'

interface AgentChanges {
  name?: string
  roleId?: number
  teamIds?: number[]
  isActive?: boolean
}

/** Changes an agent. Whoever is put out loses sessions and links at once; one administrator always remains. */
export async function updateAgent(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: AgentChanges,
  now: Date,
): Promise<Agent> {
  const { name, roleId, teamIds, isActive } = changes
  await lockAdministrators(tx)
  const before = await lockAgent(tx, id)
  mustHold(actor, before.permissions)
  if (roleId !== undefined) mustHold(actor, await permissionsOfRole(tx, roleId))
  if (teamIds !== undefined) {
    mustSeeAllTeams(actor)
    await setTeamsOfAgent(tx, id, teamIds)
  }
  await tx
    .updateTable('agent')
    .set({ name, role_id: roleId, is_active: isActive, updated_at: now })
    .where('id', '=', id)
    .execute()
  if (isActive === false) await putOut(tx, id)
  await mustKeepAdministrator(tx)
  const was = {
    name: before.name,
    roleId: before.role_id,
    teamIds: before.team_ids,
    isActive: before.is_active,
  }
  const changed = difference(was, changes)
  if (changed) {
    const data = { agentId: id, ...changed }
    await recordEvent(tx, { type: 'agent.updated', at: now, actor: agentActor(actor), data })
    await notify(tx, { topic: 'desk' })
    await revoke(tx, { agentIds: [id] })
  }
  return readAgent(tx, id)
}

async function putOut(tx: Tx, id: number): Promise<void> {
  await tx.deleteFrom('session').where('agent_id', '=', id).execute()
  await cancelPasswordLinks(tx, id)
}
