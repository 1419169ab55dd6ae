import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Actor } from './actor.ts'
import { mustSeeAllTeams } from './policy.ts'
import { lockTeam, tellTeam } from './team-changes.ts'

/** Puts a team away for good; `in_use` while tickets of it are open. */
export async function archiveTeam(
  tx: Tx,
  actor: Actor,
  id: number,
  hasOpenTickets: (tx: Tx, teamId: number) => Promise<boolean>,
  now: Date,
): Promise<void> {
  mustSeeAllTeams(actor)
  const team = await lockTeam(tx, id)
  if (await hasOpenTickets(tx, id)) fail('in_use')
  await tx.updateTable('team').set({ archived_at: now }).where('id', '=', id).execute()
  await tellTeam(tx, actor, 'team.archived', { teamId: id, name: team.name }, team.memberIds, now)
}
