import type { Db } from '#server/platform/database/open-database.ts'
import type { Actor } from './actor.ts'

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
