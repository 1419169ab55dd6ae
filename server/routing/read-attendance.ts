import { sql } from 'kysely'
import type { Attendance, OwnAttendance } from '#contract/attendance.ts'
import type { Source } from '#contract/tickets.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { visibleTickets } from '#server/tickets/index.ts'
import { loadBySource } from './lock-pool.ts'
import { loadSettings } from './load-settings.ts'

/** An agent as they stand now, with what they carry. */
export interface Standing extends Attendance {
  name: string
  teamIds: number[]
  load: number
  capacity: number
  tickets: number
  bySource: { source: Source; tickets: number; load: number }[]
  /** Their own working hours, or those of their team with the largest capacity. */
  calendarId: number | null
}

interface Facts {
  agent_id: number
  name: string
  status_id: number
  meaning: Attendance['meaning']
  presence: Attendance['presence']
  since: Date
  is_by_hand: boolean
  chosen_until: Date | null
  capacity: number
  calendar_id: number | null
  team_ids: number[]
  by_source: Partial<Record<Source, number>> | null
  absence: { id: number; starts_at: string; ends_at: string; remark: string } | null
}

/** Everybody who works here, or these; by name. Whoever was never seen is offline since they were made. */
export async function readStandings(db: Db, only: readonly number[] | null, now: Date): Promise<Standing[]> {
  const { weights, countsPaused } = await loadSettings(db)
  const { rows } = await sql<Facts>`
    select agent.id as agent_id, agent.name, coalesce(seat.status_id, status.id) as status_id,
      coalesce(seat.meaning, 'offline') as meaning, coalesce(seat.presence, 'offline') as presence,
      coalesce(seat.since, agent.created_at) as since, seat.chosen_status_id is not null as is_by_hand,
      seat.chosen_until, coalesce(seat.capacity, team.capacity, 10) as capacity,
      coalesce(seat.calendar_id, team.calendar_id) as calendar_id,
      array(select team_id from team_member where agent_id = agent.id order by team_id) as team_ids,
      (${loadBySource(countsPaused)}) as by_source,
      (select to_json(absence) from (
        select id, starts_at, ends_at, remark from agent_absence
        where agent_absence.agent_id = agent.id and ends_at > ${now} order by starts_at limit 1) as absence) as absence
    from agent
    join agent_status as status on status.key = 'offline'
    left join agent_seat as seat on seat.agent_id = agent.id
    left join lateral (
      select capacity, calendar_id from routing_policy
      where team_id in (select team_id from team_member where agent_id = agent.id)
      order by capacity desc, team_id limit 1) as team on true
    where agent.is_active and (${only === null}::boolean or agent.id = any(${[...(only ?? [])]}::bigint[]))
    order by lower(agent.name), agent.id`.execute(db)
  return rows.map((row) => {
    const bySource = Object.entries(row.by_source ?? {}).map(([source, tickets]) => ({
      source: source as Source,
      tickets,
      load: weights.of(source as Source) * tickets,
    }))
    return {
      agentId: row.agent_id,
      name: row.name,
      statusId: row.status_id,
      meaning: row.meaning,
      since: row.since.toISOString(),
      isByHand: row.is_by_hand,
      until: row.chosen_until?.toISOString() ?? null,
      presence: row.presence,
      absence: row.absence && {
        id: row.absence.id,
        agentId: row.agent_id,
        startsAt: new Date(row.absence.starts_at).toISOString(),
        endsAt: new Date(row.absence.ends_at).toISOString(),
        remark: row.absence.remark,
      },
      teamIds: row.team_ids,
      calendarId: row.calendar_id,
      capacity: row.capacity,
      load: bySource.reduce((sum, each) => sum + each.load, 0),
      tickets: bySource.reduce((sum, each) => sum + each.tickets, 0),
      bySource,
    }
  })
}

export async function readAttendance(db: Db, agentId: number, now: Date): Promise<Attendance> {
  return attendanceOf(found((await readStandings(db, [agentId], now))[0]))
}

function attendanceOf(one: Standing): Attendance {
  const { statusId, meaning, since, isByHand, until, presence, absence } = one
  return { agentId: one.agentId, statusId, meaning, since, isByHand, until, presence, absence }
}

/** The caller as the desk sees them. */
export async function readOwnAttendance(db: Db, actor: Actor, now: Date): Promise<OwnAttendance> {
  const standing = found((await readStandings(db, [actor.agentId], now))[0])
  const { idleMinutes } = await loadSettings(db)
  const { waiting } = await db
    .selectFrom('ticket')
    .select((eb) => eb.fn.countAll<number>().as('waiting'))
    .where(visibleTickets(actor))
    .where((eb) =>
      eb.or([
        eb('team_id', '=', sql<number>`any(${[...actor.teamIds]}::bigint[])`),
        ...(actor.isLimitedToTeams ? [] : [eb('team_id', 'is', null)]),
      ]),
    )
    .where('assignee_id', 'is', null)
    .where('is_open', '=', true)
    .where('frozen_until', 'is', null)
    .where('status_category', 'in', ['new', 'open'])
    .executeTakeFirstOrThrow()
  const { load, capacity, tickets } = standing
  return { ...attendanceOf(standing), load, capacity, tickets, idleMinutes, waiting }
}
