import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type { AutomaticMethod } from './assign.ts'
import { lacksSkill, whyFull } from './choose-agent.ts'
import { expectedUntil, readComings } from './coming.ts'
import { aboutPool, type Asked, loadWanted } from './load-wanted.ts'
import type { Pool } from './lock-pool.ts'
import { planHandOut } from './put-to-wait.ts'
import { addMinutes } from './working-hours.ts'

/** Who a ticket waits for, and until when at the longest. */
export interface Kept {
  readonly agentId: number
  readonly until: Date
}

interface Wait {
  readonly since: Date
  readonly method: AutomaticMethod
  readonly passedTeamIds: readonly number[]
}

/**
 * Whether a ticket that whoever knows its customer cannot take just now waits for them first. Null for one that waited
 * with the team already: what is over does not begin again.
 */
export async function beginKeeping(
  tx: Tx,
  pool: Pool,
  asked: Asked,
  method: AutomaticMethod,
  now: Date,
): Promise<Kept | null> {
  if (pool.policy.known_wait_minutes === 0 || asked.knownBy === null) return null
  const before = await tx
    .selectFrom('routing_wait')
    .select(['team_id', 'since', 'known_agent_id', 'passed_team_ids'])
    .where('ticket_id', '=', asked.ticketId)
    .executeTakeFirst()
  const isSameTeam = before?.team_id === pool.teamId
  if (isSameTeam && before.known_agent_id === null) return null
  const wait = {
    since: isSameTeam ? before.since : now,
    method,
    passedTeamIds: before?.passed_team_ids ?? [],
  }
  const coming = (await readComings(tx, [asked.knownBy], now)).get(asked.knownBy)
  return coming ? judge(pool, asked, { ...wait, coming, waitingSince: null }, now) : null
}

/** Notes when the first of what a team keeps is waited for no longer. */
export async function planEnd(tx: Tx, teamId: number, now: Date): Promise<void> {
  const first = await tx
    .selectFrom('routing_wait')
    .select((eb) => eb.fn.min('known_until').as('until'))
    .where('team_id', '=', teamId)
    .where('known_until', '>', now)
    .executeTakeFirst()
  const runAt = first?.until
  if (runAt) await enqueue(tx, 'routing.hand_out', { teamId }, { key: `routing.kept:${teamId}`, runAt })
}

/** Somebody who is waited for may be gone for longer than they are waited for: their tickets are looked at again. */
export async function planHandOutsOfKept(tx: Tx, agentId: number): Promise<void> {
  const teams = await tx
    .selectFrom('routing_wait')
    .select('team_id')
    .distinct()
    .where('known_agent_id', '=', agentId)
    .execute()
  for (const { team_id } of teams) await planHandOut(tx, team_id)
}

interface Row {
  ticket_id: number
  since: Date
  method: AutomaticMethod | null
  passed_team_ids: number[]
  except_agent_ids: number[]
  known_agent_id: number
  known_until: Date
}

/**
 * What of a team's queue is kept for somebody, by the ticket's id: for whom, or null where there is no sense in it any
 * longer. Until when is written anew where it has changed.
 */
export async function judgeKept(tx: Tx, pool: Pool, now: Date): Promise<ReadonlyMap<number, Kept | null>> {
  const { rows } = await sql<Row>`
    select waiting.ticket_id, waiting.since, waiting.method, waiting.passed_team_ids, waiting.except_agent_ids,
      waiting.known_agent_id, waiting.known_until
    from routing_wait as waiting join ticket on ticket.id = waiting.ticket_id
    where waiting.team_id = ${pool.teamId} and ticket.team_id = waiting.team_id and ticket.assignee_id is null
      and ticket.is_open and ticket.frozen_until is null and waiting.known_agent_id is not null
    order by waiting.ticket_id`.execute(tx)
  if (rows.length === 0) return new Map()
  const agentIds = [...new Set(rows.map((row) => row.known_agent_id))]
  const comings = await readComings(tx, agentIds, now)
  const ids = rows.map((row) => row.ticket_id)
  const asked = await loadWanted(tx, ids, aboutPool(pool), now)
  const judged = new Map<number, Kept | null>()
  for (const row of rows) {
    const { ticket_id: ticketId, since } = row
    const [coming, wanted] = [comings.get(row.known_agent_id), asked.get(ticketId)]
    const method = row.method ?? pool.policy.method
    const isSame = wanted?.knownBy === row.known_agent_id
    const about = { since, passedTeamIds: row.passed_team_ids, coming, waitingSince: since }
    const kept =
      wanted && isSame && coming && method !== 'manual'
        ? judge(pool, { ...wanted, exceptIds: row.except_agent_ids }, { ...about, coming, method }, now)
        : null
    judged.set(ticketId, kept)
    if (kept === null || kept.until.getTime() === row.known_until.getTime()) continue
    const { until } = kept
    await tx
      .updateTable('routing_wait')
      .set({ known_until: until })
      .where('ticket_id', '=', ticketId)
      .execute()
  }
  await planEnd(tx, pool.teamId, now)
  return judged
}

/** Nobody counts on hours more than a month ahead, and a calendar may have none at all. */
const longestMs = 31 * 86_400_000

function judge(
  pool: Pool,
  asked: Asked,
  wait: Wait & { coming: Parameters<typeof expectedUntil>[1]; waitingSince: Date | null },
  now: Date,
): Kept | null {
  const seat = pool.seats.find((each) => each.agentId === asked.knownBy)
  if (!seat?.mayWork || asked.exceptIds.includes(seat.agentId)) return null
  if (wait.method === 'skills' && lacksSkill(seat, asked)) return null
  // With nothing else to do they could not take it either.
  if (whyFull({ ...seat, load: 0, bySource: {} }, asked) !== null) return null
  const { coming, waitingSince } = wait
  const until = expectedUntil(
    seat,
    coming,
    pool,
    { deadline: deadlineOf(pool, wait, now), waitingSince },
    now,
  )
  return until && { agentId: seat.agentId, until }
}

/** Whichever comes first: the end of the team's patience, or of the ticket's stay with the team. */
function deadlineOf({ policy, teamHours }: Pool, { since, passedTeamIds }: Wait, now: Date): Date {
  const { known_wait_minutes: patience, overflow_minutes: stay, overflow_team_id: next } = policy
  const overflows = stay !== null && next !== null && !passedTeamIds.includes(next)
  const minutes = overflows ? Math.min(patience, stay) : patience
  const at = addMinutes(teamHours, since, minutes).getTime()
  return new Date(Math.min(at, now.getTime() + longestMs))
}
