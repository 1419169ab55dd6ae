import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import { loadHours, nextOpening } from './working-hours.ts'

interface Facts {
  calendar_id: number | null
  absent_until: Date | null
}

/**
 * When the first agent of the team, or of any, begins to work again, by their hours and absences. Null where somebody
 * should be working now and is not here: nobody knows when they come; and where nobody ever works.
 */
export async function whenAnybodyComes(db: Db, teamId: number | null, now: Date): Promise<Date | null> {
  const { rows } = await sql<Facts>`
    select coalesce(seat.calendar_id, policy.calendar_id) as calendar_id,
      (select max(ends_at) from agent_absence as absence
        where absence.agent_id = agent.id and starts_at <= ${now} and ends_at > ${now}) as absent_until
    from agent
    left join agent_seat as seat on seat.agent_id = agent.id
    left join lateral (
      select calendar_id from routing_policy
      where routing_policy.team_id in (select team_id from team_member where agent_id = agent.id)
        and (${teamId}::bigint is null or routing_policy.team_id = ${teamId}::bigint)
      order by capacity desc, routing_policy.team_id limit 1) as policy on true
    where agent.is_active and (${teamId}::bigint is null or exists (
      select from team_member where team_member.agent_id = agent.id and team_member.team_id = ${teamId}::bigint))`.execute(
    db,
  )
  const hours = await loadHours(
    db,
    rows.map((row) => row.calendar_id),
  )
  let first: Date | null = null
  for (const { calendar_id: calendarId, absent_until: absentUntil } of rows) {
    const calendar = calendarId === null ? undefined : hours.get(calendarId)
    const from = absentUntil ?? now
    const at = nextOpening(calendar, from) ?? from
    if (at <= now) return null
    if (first === null || at < first) first = at
  }
  return first
}
