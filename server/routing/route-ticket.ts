import type { RoutingDecision } from '#contract/routing.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { type By, changeTicket, lockTicketRow } from '#server/tickets/index.ts'
import { assign, type AutomaticMethod, byTeam, tellRouted } from './assign.ts'
import { type Choice, chooseAgent } from './choose-agent.ts'
import { beginKeeping, type Kept, planEnd } from './keep-for-known.ts'
import { aboutPool, type Asked, loadWanted } from './load-wanted.ts'
import { lockLiveTeam } from './lock-live-team.ts'
import { lockPool, type Pool } from './lock-pool.ts'
import { needSkills } from './need-skills.ts'
import { putToWait } from './put-to-wait.ts'

export interface Wish {
  /** The ticket goes to this team first; left out, it stays where it is. */
  teamId?: number | undefined
  /** Left out, as the team does it. */
  method?: AutomaticMethod | undefined
  /** Skills this ticket needs besides what its category and language ask for. */
  needs?: readonly { skillId: number; level: number }[] | undefined
  /** Passed over: whoever gave it back. */
  exceptIds?: readonly number[] | undefined
  /** Rules whose effects led here, where the team's own way is asked. */
  chain?: readonly number[] | undefined
}

/**
 * Chooses an agent for a ticket and assigns it, with the reason in its history; when nobody can take it, it waits and
 * is handed out as soon as somebody can. Nothing happens, and null is answered, for a ticket that is gone or done, that
 * lies with no team, or with a team that hands out by hand and was not told otherwise.
 * A ticket that has an agent is given to another only if somebody can take it.
 * `by` is who wished it; left out, the team's own way.
 */
export async function routeTicket(
  tx: Tx,
  ticketId: number,
  wish: Wish,
  by: By | null,
  now: Date,
): Promise<RoutingDecision | null> {
  const ticket = await lockTicketRow(tx, ticketId)
  const teamId = wish.teamId ?? ticket?.team_id ?? null
  if (!ticket?.is_open || teamId === null) return null
  if (teamId !== ticket.team_id && !(await lockLiveTeam(tx, teamId))) return null
  const pool = await lockPool(tx, teamId, now, ticketId)
  if (!pool) return null
  const whom = by ?? byTeam(pool, wish.chain)
  const waitingWish = { ...wish, chain: whom.cause?.chain }
  if (wish.needs) await needSkills(tx, ticketId, wish.needs)
  if (ticket.team_id !== teamId) {
    await changeTicket(tx, ticket, { teamId }, whom, now)
    ticket.team_id = teamId
  }
  const method = wish.method ?? pool.policy.method
  if (method === 'manual') {
    if (ticket.assignee_id === null && pool.policy.overflow_minutes !== null)
      await putToWait(tx, ticket, pool, waitingWish, now)
    else await tx.deleteFrom('routing_wait').where('ticket_id', '=', ticketId).execute()
    return null
  }
  const wanted = await loadWanted(tx, [ticketId], aboutPool(pool), now)
  const known = wanted.get(ticketId)
  if (!known) return null
  const asked = { ...known, exceptIds: wish.exceptIds ?? [] }
  const manner = { method, handsTo: pool.policy.hands_to, turn: pool.policy.turn }
  const choice = chooseAgent(pool.seats, asked, manner)
  const { seat } = choice
  const isFirst = ticket.assignee_id === null && seat?.agentId !== asked.knownBy
  const kept = isFirst ? await beginKeeping(tx, pool, asked, method, now) : null
  if (kept) {
    await putToWait(tx, ticket, pool, { ...waitingWish, kept }, now)
    await planEnd(tx, teamId, now)
    return tellRouted(tx, ticketId, waitsForKnown(pool, choice, asked, method, kept, now), whom, now)
  }
  if (seat === null) {
    if (ticket.assignee_id !== null) return null
    await putToWait(tx, ticket, pool, waitingWish, now)
    const told = { outcome: 'waits', why: 'nobody', method, teamId, teamName: pool.teamName } as const
    return tellRouted(tx, ticketId, { ...told, candidates: [...choice.candidates] }, whom, now)
  }
  const given = { pool, choice: { ...choice, seat }, asked, method }
  return (await assign(tx, ticket, given, whom, now)).decision
}

function waitsForKnown(
  { teamId, teamName, seats }: Pool,
  { candidates }: Choice,
  { known }: Asked,
  method: AutomaticMethod,
  { agentId, until }: Kept,
  now: Date,
): Omit<RoutingDecision, 'toTeamName'> {
  return {
    outcome: 'waits',
    why: 'waits_for_known',
    method,
    teamId,
    teamName,
    agentId,
    agentName: seats.find((each) => each.agentId === agentId)?.name ?? '',
    knownSince: known?.at ?? null,
    knownTicketId: known?.ticketId ?? null,
    candidates: candidates.map((each) => ({ ...each, isChosen: false })),
    minutes: Math.ceil((until.getTime() - now.getTime()) / 60_000),
    until: until.toISOString(),
  }
}
