import { sql } from 'kysely'
import type { RoutingDecision } from '#contract/routing.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { changeTicket, lockTicketRow } from '#server/tickets/index.ts'
import { tellRouted } from './assign.ts'
import { type Seat, lacksSkill, whyFull } from './choose-agent.ts'
import { following } from './following.ts'
import { type Asked, loadWanted } from './load-wanted.ts'
import { loadBySource, lockSeats } from './lock-pool.ts'
import { loadSettings, type Weights } from './load-settings.ts'
import { orderOf } from './hand-out.ts'
import { readInPages } from './read-in-pages.ts'
import { ensureSeats } from './seats.ts'
import type { PolicyRow } from './tables.ts'

export type Taken =
  | { ticketId: number; reason: null }
  | { ticketId: null; reason: 'nothing_waits' | 'full' | 'no_team' | 'lacks_skill' }

/**
 * Gives the caller the next ticket without an owner that they may take, of all their teams together. One that somebody
 * else is just taking is passed over, so two who ask at once never get the same. What they put back lately, or
 * is kept for whoever knows the customer, comes last.
 */
export async function takeNext(tx: Tx, actor: Actor, now: Date): Promise<Taken> {
  if (actor.isLimitedToTeams && actor.teamIds.length === 0) return { ticketId: null, reason: 'no_team' }
  await ensureSeats(tx, { agentId: actor.agentId }, now)
  await lockSeats(tx, sql`select ${actor.agentId}::bigint`)
  const { weights, countsPaused } = await loadSettings(tx)
  const teams = await readTeams(tx, actor)
  const seat = await readOwnSeat(tx, actor.agentId, { weights, countsPaused, teams })
  const give = async ({ team, wanted }: Fitting): Promise<boolean> => {
    const isGiven = await isMine(tx, wanted.ticketId, team.team_id)
    if (isGiven) await take(tx, actor, { seat, team, wanted }, now)
    return isGiven
  }
  let reason: 'nothing_waits' | 'full' | 'lacks_skill' = 'nothing_waits'
  const shunnedOnes: Fitting[] = []
  for await (const page of readInPages(tx, 'routing_unowned', unownedOf(teams))) {
    const ids = page.map((one) => one.id)
    const asked = await loadWanted(tx, ids, { weights, remembersDays: null, agentIds: [] }, now)
    const shunned = await readShunned(tx, actor.agentId, ids, now)
    for (const one of page) {
      const wanted = asked.get(one.id)
      const team = teams.find((each) => each.team_id === one.team_id)
      if (!wanted || !team) continue
      const refused = whyNot(seat, team, wanted)
      if (refused) {
        reason = reason === 'full' ? reason : refused
        continue
      }
      if (shunned.has(one.id)) shunnedOnes.push({ team, wanted })
      else if (await give({ team, wanted })) return { ticketId: one.id, reason: null }
    }
  }
  for (const one of shunnedOnes) {
    if (await give(one)) return { ticketId: one.wanted.ticketId, reason: null }
  }
  return { ticketId: null, reason }
}

interface Fitting {
  readonly team: Team
  readonly wanted: Asked
}

/** For so long what somebody put back comes to them behind everything else. */
const shunnedMs = 86_400_000

/** Which of these tickets the agent had and put back not long ago, or are kept for somebody else. */
async function readShunned(
  tx: Tx,
  agentId: number,
  ticketIds: readonly number[],
  now: Date,
): Promise<Set<number>> {
  const { rows } = await sql<{ ticket_id: number }>`
    select distinct ticket_id from event
    where ticket_id = any(${[...ticketIds]}::bigint[]) and type = 'ticket.updated'
      and actor_kind = 'agent' and actor_id = ${agentId} and at > ${new Date(now.getTime() - shunnedMs)}
      and data->'changes'->'assigneeId' = jsonb_build_array(${agentId}::bigint, null)
    union
    select ticket_id from routing_wait
    where ticket_id = any(${[...ticketIds]}::bigint[]) and known_agent_id <> ${agentId}`.execute(tx)
  return new Set(rows.map((row) => row.ticket_id))
}

interface Team {
  /** Null stands for tickets that lie with no team. */
  team_id: number | null
  name: string
  method: PolicyRow['method']
  next_by: PolicyRow['next_by']
  capacity: number
}

const noTeam: Team = { team_id: null, name: '', method: 'manual', next_by: 'urgent', capacity: 10 }

/** A team that was never told how counts as one that hands out by hand. */
async function readTeams(tx: Tx, { teamIds, isLimitedToTeams }: Actor): Promise<Team[]> {
  const { rows } = await sql<Team>`
    select team.id as team_id, team.name, coalesce(policy.method, 'manual') as method,
      coalesce(policy.next_by, 'urgent') as next_by, coalesce(policy.capacity, 10) as capacity
    from team left join routing_policy as policy on policy.team_id = team.id
    where team.id = any(${[...teamIds]}::bigint[]) order by team.id`.execute(tx)
  return isLimitedToTeams ? rows : [...rows, noTeam]
}

async function readOwnSeat(
  tx: Tx,
  agentId: number,
  { weights, countsPaused, teams }: { weights: Weights; countsPaused: boolean; teams: readonly Team[] },
): Promise<Seat> {
  const { rows } = await sql<{
    name: string
    meaning: Seat['meaning']
    capacity: number | null
    source_limits: Seat['sourceLimits']
    skills: Record<string, number> | null
    by_source: Seat['bySource'] | null
  }>`select agent.name, seat.meaning, seat.capacity, seat.source_limits, (${loadBySource(countsPaused)}) as by_source,
      (select json_object_agg(skill_id, level) from agent_skill where agent_skill.agent_id = agent.id) as skills
    from agent join agent_seat as seat on seat.agent_id = agent.id where agent.id = ${agentId}`.execute(tx)
  const row = rows[0]
  if (!row) throw new Error(`agent ${agentId} has no seat`)
  return {
    agentId,
    name: row.name,
    mayWork: true,
    meaning: row.meaning,
    isAbsent: false,
    isWorking: true,
    capacity: row.capacity ?? capacityOf(teams),
    load: weights.load(row.by_source ?? {}),
    bySource: row.by_source ?? {},
    sourceLimits: { ...weights.limits, ...row.source_limits },
    skills: new Map(Object.entries(row.skills ?? {}).map(([id, level]) => [Number(id), level])),
    turn: 0,
  }
}

/** Without a capacity of their own they have the largest of their teams. */
function capacityOf(teams: readonly Team[]): number {
  const own = teams.flatMap((team) => (team.team_id === null ? [] : [team.capacity]))
  return own.length > 0 ? Math.max(...own) : noTeam.capacity
}

/** The oldest first where every team says so; urgency wins where they differ. */
function unownedOf(teams: readonly Team[]) {
  const own = teams.filter((team) => team.team_id !== null)
  const isByAge = own.length > 0 && own.every((team) => team.next_by === 'oldest')
  return sql<{ id: number; team_id: number | null }>`
    select ticket.id, ticket.team_id from ticket
    where (ticket.team_id = any(${own.map((team) => team.team_id)}::bigint[])
        or ticket.team_id is null and ${own.length < teams.length}::boolean)
      and ticket.assignee_id is null and ticket.is_open
      and ticket.status_category in ('new', 'open') and ticket.frozen_until is null
    order by ${orderOf(isByAge ? 'oldest' : 'urgent')}`
}

/** Skills are asked for where the team hands out by them. Away or absent matters not: who asks is there. */
function whyNot(seat: Seat, team: Team, wanted: Asked): 'full' | 'lacks_skill' | null {
  if (team.method === 'skills' && lacksSkill(seat, wanted)) return 'lacks_skill'
  return whyFull(seat, wanted) === null ? null : 'full'
}

async function isMine(tx: Tx, ticketId: number, teamId: number | null): Promise<boolean> {
  const { rows } = await sql`
    select id from ticket where id = ${ticketId} and team_id is not distinct from ${teamId}::bigint
      and assignee_id is null and is_open and frozen_until is null for update skip locked`.execute(tx)
  return rows.length > 0
}

async function take(
  tx: Tx,
  actor: Actor,
  { seat, team, wanted }: { seat: Seat; team: Team; wanted: Asked },
  now: Date,
): Promise<void> {
  const ticket = await lockTicketRow(tx, wanted.ticketId)
  if (!ticket) return
  const by = { actor: agentActor(actor) }
  const at = following(ticket, now)
  await changeTicket(tx, ticket, { assigneeId: actor.agentId }, by, at)
  await tx.deleteFrom('routing_wait').where('ticket_id', '=', ticket.id).execute()
  const decision: Pick<RoutingDecision, 'outcome' | 'why' | 'teamName'> & Partial<RoutingDecision> = {
    outcome: 'pulled',
    why: 'next',
    method: team.method,
    teamId: team.team_id,
    teamName: team.name,
    agentId: actor.agentId,
    agentName: seat.name,
  }
  await tellRouted(tx, ticket.id, decision, by, at)
}
