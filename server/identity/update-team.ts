import type { Team } from '#contract/identity.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import type { Actor } from './actor.ts'
import { difference } from './difference.ts'
import { setMembersOfTeam } from './memberships.ts'
import { naming } from '#server/platform/database/named-violations.ts'
import { mustSeeAllTeams } from './policy.ts'
import { teamById } from './queries.ts'
import { lockTeam, type TeamWords, tellTeam } from './team-changes.ts'

/** Changes a team; whoever joins or leaves it sees what they may from then on. */
export async function updateTeam(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: Partial<TeamWords>,
  now: Date,
): Promise<Team> {
  mustSeeAllTeams(actor)
  const before = await lockTeam(tx, id)
  const { name, isIsolated, memberIds } = changes
  await naming({ unique: 'already_exists' }, () =>
    tx
      .updateTable('team')
      .set({ name: name ?? before.name, is_isolated: isIsolated ?? before.isIsolated })
      .where('id', '=', id)
      .execute(),
  )
  if (memberIds !== undefined) await setMembersOfTeam(tx, id, memberIds)
  const changed = difference(before, changes)
  if (changed) {
    const concerned = [...before.memberIds, ...(memberIds ?? [])]
    await tellTeam(tx, actor, 'team.updated', { teamId: id, ...changed }, concerned, now)
  }
  return found(await teamById(tx, id))
}
