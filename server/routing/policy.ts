import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'

/** Whom somebody who manages teams may look at and speak for: everybody, or the people of their own teams when those are all they see. Null is everybody. */
export async function peopleOf(db: Db, actor: Actor): Promise<number[] | null> {
  if (!actor.isLimitedToTeams) return null
  if (actor.teamIds.length === 0) return [actor.agentId]
  const rows = await db
    .selectFrom('team_member')
    .select('agent_id')
    .distinct()
    .where('team_id', 'in', [...actor.teamIds])
    .execute()
  return [...new Set([actor.agentId, ...rows.map((row) => row.agent_id)])]
}

/** Stops whoever speaks for somebody else without managing teams, or for somebody they do not see. */
export async function mustSpeakFor(db: Db, actor: Actor, agentId: number): Promise<void> {
  if (agentId === actor.agentId) return
  if (!actor.permissions.has('team.manage')) fail('not_allowed')
  const people = await peopleOf(db, actor)
  if (people && !people.includes(agentId)) fail('not_found')
}

/** Whoever is limited to their teams does not decide how others' tickets are handed out. */
export function mustSeeAllTeams(actor: Actor): void {
  if (actor.isLimitedToTeams) fail('not_allowed')
}
