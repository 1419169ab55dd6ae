import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { naming } from '#server/platform/database/named-violations.ts'
import type {} from './tables.ts'

/** Puts an agent into exactly these teams in force; `unknown_reference` when one is not. */
export async function setTeamsOfAgent(tx: Tx, agentId: number, teamIds: readonly number[]): Promise<void> {
  const wanted = [...new Set(teamIds)]
  const inForce = await tx
    .selectFrom('team')
    .select('id')
    .where('archived_at', 'is', null)
    .forShare()
    .execute()
  const known = inForce.map(({ id }) => id)
  if (!wanted.every((id) => known.includes(id))) fail('unknown_reference')
  if (known.length > 0) {
    await tx.deleteFrom('team_member').where('agent_id', '=', agentId).where('team_id', 'in', known).execute()
  }
  if (wanted.length === 0) return
  const rows = wanted.map((teamId) => ({ team_id: teamId, agent_id: agentId }))
  await tx.insertInto('team_member').values(rows).execute()
}

/** Makes exactly these agents the members of a team; `unknown_reference` when one does not exist. */
export async function setMembersOfTeam(tx: Tx, teamId: number, agentIds: readonly number[]): Promise<void> {
  await tx.deleteFrom('team_member').where('team_id', '=', teamId).execute()
  const rows = [...new Set(agentIds)].map((agentId) => ({ team_id: teamId, agent_id: agentId }))
  if (rows.length === 0) return
  await naming({ reference: 'unknown_reference' }, () => tx.insertInto('team_member').values(rows).execute())
}
