import type { RoutingDecision } from '#contract/routing.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { type By, causeData, changeTicket } from '#server/tickets/index.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { type Choice, occupied, type Seat } from './choose-agent.ts'
import type { Asked } from './load-wanted.ts'
import type { Pool } from './lock-pool.ts'

export type TicketRow = Parameters<typeof changeTicket>[1]
export type AutomaticMethod = Exclude<RoutingDecision['method'], 'manual' | null>

/** What a team's own way of handing out gives as its cause, with the rules that led to it. */
export function byTeam(pool: Pick<Pool, 'teamId' | 'teamName'>, chain: readonly number[] = []): By {
  return {
    actor: { kind: 'system', id: null },
    cause: {
      kind: 'routing',
      id: pool.teamId,
      name: pool.teamName,
      ...(chain.length > 0 && { chain: [...chain] }),
    },
  }
}

const mostCandidates = 50

/** Gives a locked ticket to the chosen one and says why. Answers what it said, and the pool as it is afterwards. */
export async function assign(
  tx: Tx,
  ticket: TicketRow,
  given: { pool: Pool; choice: Choice & { seat: Seat }; asked: Asked; method: AutomaticMethod },
  by: By,
  now: Date,
): Promise<{ decision: RoutingDecision; pool: Pool }> {
  const { pool, choice, asked, method } = given
  const { seat } = choice
  const turn = pool.policy.turn + 1
  await changeTicket(tx, ticket, { assigneeId: seat.agentId }, by, now)
  await tx.deleteFrom('routing_wait').where('ticket_id', '=', ticket.id).execute()
  await tx
    .insertInto('routing_turn')
    .values({ team_id: pool.teamId, agent_id: seat.agentId, turn })
    .onConflict((conflict) => conflict.columns(['team_id', 'agent_id']).doUpdateSet({ turn }))
    .execute()
  await tx.updateTable('routing_policy').set({ turn }).where('team_id', '=', pool.teamId).execute()
  const isKnown = choice.why === 'knows_customer'
  const decision = await tellRouted(
    tx,
    ticket.id,
    {
      outcome: 'assigned',
      method,
      teamId: pool.teamId,
      teamName: pool.teamName,
      agentId: seat.agentId,
      agentName: seat.name,
      why: choice.why,
      knownSince: isKnown ? (asked.known?.at ?? null) : null,
      knownTicketId: isKnown ? (asked.known?.ticketId ?? null) : null,
      candidates: [...choice.candidates],
    },
    by,
    now,
  )
  const seats = pool.seats.map((each) => (each === seat ? occupied(each, asked, turn) : each))
  return { decision, pool: { ...pool, seats, policy: { ...pool.policy, turn } } }
}

/** Writes the decision into the ticket's history. */
export async function tellRouted(
  tx: Tx,
  ticketId: number,
  decision: Partial<RoutingDecision> & Pick<RoutingDecision, 'outcome' | 'why' | 'teamName'>,
  by: By,
  now: Date,
): Promise<RoutingDecision> {
  const data: RoutingDecision = {
    method: null,
    teamId: null,
    agentId: null,
    agentName: '',
    knownSince: null,
    knownTicketId: null,
    toTeamName: null,
    minutes: null,
    until: null,
    ...decision,
    candidates: (decision.candidates ?? []).slice(0, mostCandidates),
  }
  await recordEvent(tx, {
    type: 'ticket.routed',
    at: now,
    actor: by.actor,
    ticketId,
    data: { ...data, ...causeData(by) },
  })
  return data
}
