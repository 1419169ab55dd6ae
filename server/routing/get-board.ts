import { sql } from 'kysely'
import type { RoutingBoard } from '#contract/routing.ts'
import { type Actor, peopleOf } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { readStandings } from './read-attendance.ts'
import { isWithinHours, loadHours } from './working-hours.ts'

/** Who is here, how much each carries, and what waits with each team; for leads who see only their teams, those. */
export async function getBoard(db: Db, actor: Actor, now: Date): Promise<RoutingBoard> {
  const people = await peopleOf(db, actor)
  const standings = await readStandings(db, people, now)
  const hours = await loadHours(
    db,
    standings.map((one) => one.calendarId),
  )
  const { rows } = await sql<RoutingBoard['teams'][number] & { oldest: Date | null }>`
    select team.id as "teamId", team.name, coalesce(policy.method, 'manual') as method,
      count(ticket.id) as unassigned, min(ticket.created_at) as oldest,
      (select count(*) from routing_wait as waiting join ticket as asked on asked.id = waiting.ticket_id
        where waiting.team_id = team.id and asked.is_open and asked.assignee_id is null) as waiting,
      coalesce((select json_agg(json_build_object('agentId', kept.id, 'name', kept.name, 'tickets', kept.tickets, 'until', kept.until)
          order by kept.until, kept.id)
        from (select agent.id, agent.name, count(*) as tickets, min(waiting.known_until) as until
          from routing_wait as waiting join ticket as asked on asked.id = waiting.ticket_id
          join agent on agent.id = waiting.known_agent_id
          where waiting.team_id = team.id and asked.is_open and asked.assignee_id is null and asked.frozen_until is null
          group by agent.id) as kept), '[]') as "keptFor"
    from team
    left join routing_policy as policy on policy.team_id = team.id
    left join ticket on ticket.team_id = team.id and ticket.assignee_id is null and ticket.is_open
      and ticket.status_category in ('new', 'open') and ticket.frozen_until is null
    where team.archived_at is null and (not ${actor.isLimitedToTeams}::boolean or team.id = any(${[...actor.teamIds]}::bigint[]))
    group by team.id, policy.method order by lower(team.name), team.id`.execute(db)
  return {
    agents: standings.map(({ calendarId, ...one }) => ({
      ...one,
      teamIds: actor.isLimitedToTeams ? one.teamIds.filter((id) => actor.teamIds.includes(id)) : one.teamIds,
      isWorking: isWithinHours(calendarId === null ? undefined : hours.get(calendarId), now),
    })),
    teams: rows.map(({ oldest, keptFor, ...team }) => ({
      ...team,
      oldestAt: oldest?.toISOString() ?? null,
      keptFor: keptFor.map((each) => ({ ...each, until: new Date(each.until).toISOString() })),
    })),
  }
}
