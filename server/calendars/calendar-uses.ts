import { sql } from 'kysely'
import type { CalendarUse } from '#contract/calendars.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/**
 * What counts by these calendars, by the calendar's id. Policies point at one by a foreign key; routing and rules keep
 * the id alone.
 */
export async function calendarUses(db: Db, ids: readonly number[]): Promise<Map<number, CalendarUse[]>> {
  const { rows } = await sql<CalendarUse & { calendarId: number }>`
    select * from (
      select calendar_id as "calendarId", 'policy' as kind, id, name, archived_at is not null as "isArchived"
      from sla_policy
      union all select calendar_id, 'team', team.id, team.name, team.archived_at is not null
      from routing_policy join team on team.id = team_id
      union all select calendar_id, 'agent', agent.id, agent.name, not agent.is_active
      from agent_seat join agent on agent.id = agent_id
      union all select distinct (counted #>> '{}')::bigint, 'rule', rule.id, rule.name, false
      from rule, unnest(array[content, draft]) as wanted,
        jsonb_path_query(wanted, '$.** ? (@.calendarId.type() == "number").calendarId') as counted
      where rule.deleted_at is null
    ) as uses
    where "calendarId" = any(${ids}::bigint[])
    order by "isArchived", array_position(array['policy', 'team', 'agent', 'rule'], kind), name, id`.execute(
    db,
  )
  const byCalendar = new Map<number, CalendarUse[]>(ids.map((id) => [id, []]))
  for (const { calendarId, ...use } of rows) byCalendar.get(calendarId)?.push(use)
  return byCalendar
}
