import { sql } from 'kysely'
import { workingMsBetween } from '#server/calendars/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { changeTicket, lockTicketRow } from '#server/tickets/index.ts'
import { byTeam, tellRouted, type TicketRow } from './assign.ts'
import { following } from './following.ts'
import { routeTicket } from './route-ticket.ts'
import { addMinutes, loadHours, toInstant } from './working-hours.ts'

/** How somebody who left stands with one of their teams. */
interface Left {
  team_id: number
  team_name: string
  agent_name: string
  takes_back: 'unanswered' | 'waiting'
  takes_back_minutes: number
  calendar_id: number | null
  /** Since when nothing would be handed to them; null for who is there. */
  gone_since: Date | null
  is_absent: boolean
}

const minuteMs = 60_000
const mostAtOnce = 50

/** Somebody leaves: each of their teams that takes tickets back notes when it will. */
export async function planTakeBacks(tx: Tx, agentId: number, now: Date): Promise<void> {
  for (const left of await readLeft(tx, agentId, now)) {
    if (left.gone_since === null) continue
    const when = left.is_absent ? {} : { runAt: await dueAt(tx, left, left.gone_since) }
    const payload = { agentId, teamId: left.team_id }
    const key = `routing.take_back:${agentId}:${left.team_id}`
    await enqueue(tx, 'routing.take_back', payload, { ...when, key })
  }
}

/** Gives what lies with somebody who has been gone too long to others, or lets it wait for them. Answers how many. */
export async function takeBack(tx: Tx, agentId: number, teamId: number, now: Date): Promise<number> {
  const left = (await readLeft(tx, agentId, now)).find((each) => each.team_id === teamId)
  const minutes = left && (await minutesGone(tx, left, now))
  if (!left || minutes === null || minutes === undefined) return 0
  const { rows } = await sql<{ id: number }>`
    select id from ticket where assignee_id = ${agentId} and team_id = ${teamId} and is_open
      and frozen_until is null and ${isTaken(left)}
    order by id limit ${mostAtOnce} for update skip locked`.execute(tx)
  for (const { id } of rows) {
    const ticket = await lockTicketRow(tx, id)
    if (ticket) await takeOne(tx, ticket, { left, agentId, minutes }, following(ticket, now))
  }
  if (rows.length === mostAtOnce) await enqueue(tx, 'routing.take_back', { agentId, teamId })
  return rows.length
}

/** The customer of one ticket writes, and its agent has long been gone. */
export async function takeBackFromGone(
  tx: Tx,
  ticket: TicketRow,
  chain: readonly number[],
  now: Date,
): Promise<void> {
  const agentId = ticket.assignee_id
  if (agentId === null || ticket.team_id === null) return
  const left = (await readLeft(tx, agentId, now)).find((each) => each.team_id === ticket.team_id)
  if (left?.takes_back !== 'waiting') return
  const minutes = await minutesGone(tx, left, now)
  if (minutes !== null) await takeOne(tx, ticket, { left, agentId, minutes, chain }, now)
}

async function takeOne(
  tx: Tx,
  ticket: TicketRow,
  {
    left,
    agentId,
    minutes,
    chain = [],
  }: { left: Left; agentId: number; minutes: number; chain?: readonly number[] },
  now: Date,
): Promise<void> {
  const team = { teamId: left.team_id, teamName: left.team_name }
  const by = byTeam(team, chain)
  await changeTicket(tx, ticket, { assigneeId: null }, by, now)
  const told = {
    outcome: 'taken_back',
    why: 'left',
    ...team,
    agentId,
    agentName: left.agent_name,
    minutes,
  } as const
  await tellRouted(tx, ticket.id, told, by, now)
  await routeTicket(tx, ticket.id, { exceptIds: [agentId], chain }, null, now)
}

function isTaken({ takes_back }: Left) {
  return takes_back === 'unanswered' ? sql`status_category = 'new'` : sql`waiting_since is not null`
}

/** Whoever is absent is gone at once; others after the team's minutes of working time. Null for not yet. */
async function minutesGone(db: Db, left: Left, now: Date): Promise<number | null> {
  if (left.gone_since === null) return null
  const calendar = await calendarOf(db, left)
  const since = left.gone_since
  const goneMs = calendar
    ? workingMsBetween(calendar, toInstant(since), toInstant(now))
    : now.getTime() - since.getTime()
  return left.is_absent || goneMs >= left.takes_back_minutes * minuteMs ? Math.floor(goneMs / minuteMs) : null
}

async function dueAt(db: Db, left: Left, since: Date): Promise<Date> {
  return addMinutes(await calendarOf(db, left), since, left.takes_back_minutes)
}

async function calendarOf(db: Db, { calendar_id }: Left) {
  return calendar_id === null ? undefined : (await loadHours(db, [calendar_id])).get(calendar_id)
}

async function readLeft(db: Db, agentId: number, now: Date): Promise<Left[]> {
  const { rows } = await sql<Left>`
    select team.id as team_id, team.name as team_name, agent.name as agent_name, policy.takes_back,
      policy.takes_back_minutes, coalesce(seat.calendar_id, policy.calendar_id) as calendar_id,
      absence.starts_at is not null as is_absent,
      case when absence.starts_at is not null then absence.starts_at
        when policy.hands_to = 'anyone' or seat.meaning = 'online' then null
        when seat.meaning = 'away' and policy.hands_to = 'away' then null
        else seat.since end as gone_since
    from agent
    join agent_seat as seat on seat.agent_id = agent.id
    cross join routing_policy as policy
    join team on team.id = policy.team_id and team.archived_at is null
    left join lateral (
      select starts_at from agent_absence where agent_id = agent.id and starts_at <= ${now} and ends_at > ${now}
      order by starts_at limit 1) as absence on true
    where agent.id = ${agentId} and policy.takes_back <> 'nothing' and policy.method <> 'manual'`.execute(db)
  return rows
}
