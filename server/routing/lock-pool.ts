import { sql } from 'kysely'
import type { Source } from '#contract/tickets.ts'
import type { WorkingTime } from '#server/calendars/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { askForEvents } from './ask-for-events.ts'
import type { Seat } from './choose-agent.ts'
import { loadSettings, type Weights } from './load-settings.ts'
import { ensureSeats } from './seats.ts'
import type { PolicyRow } from './tables.ts'
import { isWithinHours, loadHours, nextOpening } from './working-hours.ts'

/** A team while its tickets are handed out: nobody else hands out to it, or to its people, until the commit. */
export interface Pool {
  readonly teamId: number
  readonly teamName: string
  readonly policy: PolicyRow
  readonly seats: readonly Seat[]
  readonly weights: Weights
  /** The working hours of the team, and of each of its people; none for around the clock. */
  readonly teamHours: WorkingTime | undefined
  readonly hoursOf: ReadonlyMap<number, WorkingTime | undefined>
  /** When the next of its people who are outside their hours come back to work. */
  readonly opensAt: Date | null
}

interface SeatFacts {
  agent_id: number
  name: string
  may_work: boolean
  meaning: Seat['meaning']
  is_absent: boolean
  capacity: number | null
  source_limits: Partial<Record<Source, number>>
  calendar_id: number | null
  skills: Record<string, number> | null
  by_source: Partial<Record<Source, number>> | null
  turn: number
}

/**
 * Locks a team's policy, then its people's seats in the order of their ids, and only then reads how much each carries:
 * whoever handed out before has committed. Null for a team that is gone.
 * `exceptTicketId` is left out of the loads: it is about to be moved.
 */
export async function lockPool(
  tx: Tx,
  teamId: number,
  now: Date,
  exceptTicketId: number | null = null,
): Promise<Pool | null> {
  const team = await tx
    .selectFrom('team')
    .select('name')
    .where('id', '=', teamId)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  if (!team) return null
  const policy = await lockPolicy(tx, teamId, now)
  if (!policy) return null
  await ensureSeats(tx, { teamId }, now)
  await lockSeats(tx, sql`select agent_id from team_member where team_id = ${teamId}`)
  const { weights, countsPaused } = await loadSettings(tx)
  const facts = await readSeats(tx, teamId, countsPaused, exceptTicketId, now)
  const hours = await loadHours(tx, [policy.calendar_id, ...facts.map((one) => one.calendar_id)])
  const calendarOf = (one: SeatFacts) => {
    const id = one.calendar_id ?? policy.calendar_id
    return id === null ? undefined : hours.get(id)
  }
  const seats = facts.map((one) => ({
    agentId: one.agent_id,
    name: one.name,
    mayWork: one.may_work,
    meaning: one.meaning,
    isAbsent: one.is_absent,
    isWorking: isWithinHours(calendarOf(one), now),
    capacity: one.capacity ?? policy.capacity,
    load: weights.load(one.by_source ?? {}),
    bySource: one.by_source ?? {},
    sourceLimits: { ...weights.limits, ...one.source_limits },
    skills: new Map(Object.entries(one.skills ?? {}).map(([id, level]) => [Number(id), level])),
    turn: one.turn,
  }))
  const openings = facts
    .flatMap((one) => nextOpening(calendarOf(one), now) ?? [])
    .toSorted((a, b) => a.getTime() - b.getTime())
  return {
    teamId,
    teamName: team.name,
    policy,
    seats,
    weights,
    teamHours: policy.calendar_id === null ? undefined : hours.get(policy.calendar_id),
    hoursOf: new Map(facts.map((one) => [one.agent_id, calendarOf(one)])),
    opensAt: openings[0] ?? null,
  }
}

/** The policy, locked. A team that has none yet gets the one that does nothing by itself; null for a team that is gone. */
export async function lockPolicy(tx: Tx, teamId: number, now: Date): Promise<PolicyRow | null> {
  const locked = () =>
    tx.selectFrom('routing_policy').selectAll().where('team_id', '=', teamId).forUpdate().executeTakeFirst()
  const there = await locked()
  if (there) return there
  await sql`insert into routing_policy (team_id, updated_at) select id, ${now} from team where id = ${teamId}
    on conflict do nothing`.execute(tx)
  await askForEvents(tx)
  return (await locked()) ?? null
}

/** Always in the order of ids, so that two who want the same seats never wait for each other. */
export async function lockSeats(tx: Tx, agentIds: ReturnType<typeof sql>): Promise<void> {
  await sql`select from agent_seat where agent_id in (${agentIds}) order by agent_id for no key update`.execute(
    tx,
  )
}

async function readSeats(
  tx: Tx,
  teamId: number,
  countsPaused: boolean,
  exceptTicketId: number | null,
  now: Date,
): Promise<SeatFacts[]> {
  const { rows } = await sql<SeatFacts>`
    select agent.id as agent_id, agent.name, role.permissions @> array['ticket.update'] as may_work,
      seat.meaning, seat.capacity, seat.source_limits, seat.calendar_id, coalesce(turn.turn, 0) as turn,
      exists (select from agent_absence as absence where absence.agent_id = agent.id
        and absence.starts_at <= ${now} and absence.ends_at > ${now}) as is_absent,
      (select json_object_agg(skill_id, level) from agent_skill where agent_skill.agent_id = agent.id) as skills,
      (${loadBySource(countsPaused, exceptTicketId)}) as by_source
    from team_member
    join agent on agent.id = team_member.agent_id and agent.is_active
    join role on role.id = agent.role_id
    join agent_seat as seat on seat.agent_id = agent.id
    left join routing_turn as turn on turn.agent_id = agent.id and turn.team_id = team_member.team_id
    where team_member.team_id = ${teamId}
    order by agent.id`.execute(tx)
  return rows
}

/** Of `agent`, over all their teams: how many tickets of each source they have in work. What is put aside weighs nothing. */
export function loadBySource(countsPaused: boolean, exceptTicketId: number | null = null) {
  return sql`select json_object_agg(source, tickets) from (
    select ticket.source, count(*) as tickets from ticket
    where ticket.assignee_id = agent.id and ticket.is_open and ticket.frozen_until is null
      and (ticket.status_category <> 'paused' or ${countsPaused}::boolean)
      and ticket.id is distinct from ${exceptTicketId}::bigint
    group by ticket.source) as each_source`
}
