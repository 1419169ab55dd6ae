import { sql } from 'kysely'
import type { Session } from '#contract/identity.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import type { Actor } from './actor.ts'
import { presentSession } from './present.ts'

/** Who an agent is and what they may do; a key may do less than its owner. */
export async function readSession(db: Db, agentId: number, actor?: Actor): Promise<Session> {
  const row = await db
    .selectFrom('agent')
    .innerJoin('role', 'role.id', 'agent.role_id')
    .select(['agent.id', 'agent.email', 'agent.name', 'language', 'theme', 'time_zone', 'undo_seconds'])
    .select(['agent.position', 'agent.signature', 'role.permissions'])
    .select(
      sql<number[]>`array(
        select team.id from team_member join team on team.id = team_member.team_id
        where team_member.agent_id = agent.id and team.archived_at is null order by team.id)`.as('team_ids'),
    )
    .where('agent.id', '=', agentId)
    .executeTakeFirst()
  const agent = found(row)
  return presentSession(agent, actor ? [...actor.permissions] : agent.permissions)
}
