import { sql } from 'kysely'
import type { AgentSeat, SkillLevel } from '#contract/routing.ts'
import { loadCalendar } from '#server/calendars/index.ts'
import { type Actor, peopleOf } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { planHandOutsOf } from './plan-hand-outs.ts'
import { mustSeeAllTeams } from './policy.ts'
import { routingChanged } from './routing-changed.ts'
import { lockSeat } from './settle-status.ts'

/** What everybody whom the caller may look at can carry and do, by name. */
export async function listAgentSeats(db: Db, actor: Actor, only?: number): Promise<{ items: AgentSeat[] }> {
  const people = await peopleOf(db, actor)
  const { rows } = await sql<AgentSeat>`
    select agent.id as "agentId", seat.capacity, coalesce(seat.source_limits, '{}') as "sourceLimits",
      seat.calendar_id as "calendarId",
      coalesce((select json_agg(json_build_object('skillId', skill_id, 'level', level) order by skill_id)
        from agent_skill where agent_skill.agent_id = agent.id), '[]') as skills
    from agent left join agent_seat as seat on seat.agent_id = agent.id
    where agent.is_active and (${people === null}::boolean or agent.id = any(${people ?? []}::bigint[]))
      and (${only ?? null}::bigint is null or agent.id = ${only ?? null}::bigint)
    order by lower(agent.name), agent.id`.execute(db)
  return { items: rows }
}

interface Changes {
  capacity?: number | null | undefined
  sourceLimits?: AgentSeat['sourceLimits'] | undefined
  calendarId?: number | null | undefined
  skills?: readonly SkillLevel[] | undefined
}

/** Changes what an agent can carry and do; whoever can now take more is given what waits. */
export async function updateAgentSeat(
  tx: Tx,
  actor: Actor,
  agentId: number,
  changes: Changes,
  now: Date,
): Promise<AgentSeat> {
  mustSeeAllTeams(actor)
  const { calendarId, capacity, sourceLimits, skills } = changes
  if (calendarId != null && !(await loadCalendar(tx, calendarId)))
    fail('unknown_reference', { fields: [{ path: 'body.calendarId', message: 'no such calendar' }] })
  found(await lockSeat(tx, agentId, now))
  if (capacity !== undefined || sourceLimits !== undefined || calendarId !== undefined)
    await tx
      .updateTable('agent_seat')
      .set({
        capacity,
        calendar_id: calendarId,
        source_limits: sourceLimits && JSON.stringify(sourceLimits),
      })
      .where('agent_id', '=', agentId)
      .execute()
  if (skills) await writeSkills(tx, agentId, skills)
  await planHandOutsOf(tx, agentId)
  await routingChanged(tx, actor, 'agent_seat.updated', { agentId, ...changes }, now)
  return found((await listAgentSeats(tx, actor, agentId)).items[0])
}

async function writeSkills(tx: Tx, agentId: number, skills: readonly SkillLevel[]): Promise<void> {
  const levels = new Map(skills.map(({ skillId, level }) => [skillId, level]))
  await tx.deleteFrom('agent_skill').where('agent_id', '=', agentId).execute()
  const { rows } = await sql<{ id: number }>`
    select id from skill where archived_at is null and id = any(${[...levels.keys()]}::bigint[])`.execute(tx)
  if (rows.length < levels.size)
    fail('unknown_reference', { fields: [{ path: 'body.skills', message: 'no such skill' }] })
  for (const [skill_id, level] of levels)
    await tx.insertInto('agent_skill').values({ agent_id: agentId, skill_id, level }).execute()
}
