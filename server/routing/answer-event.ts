import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { EventPayload } from '#server/platform/events/record-event.ts'
import { changeTicket, lockTicketRow } from '#server/tickets/index.ts'
import { byTeam, type TicketRow } from './assign.ts'
import { following } from './following.ts'
import { planHandOutsOf } from './plan-hand-outs.ts'
import { planOverflows } from './plan-overflows.ts'
import { planHandOut } from './put-to-wait.ts'
import { routeTicket } from './route-ticket.ts'
import { takeBackFromGone } from './take-back.ts'

type Pair = [unknown, unknown]

/**
 * What happened to a ticket may mean that it needs an owner, or that somebody has room for another. What routing did
 * itself is no news to it.
 */
export async function answerEvent(tx: Tx, { eventId, ticketId }: EventPayload, begun: Date): Promise<void> {
  const event = await tx
    .selectFrom('event')
    .select(['type', 'data', 'actor_kind'])
    .where('id', '=', eventId)
    .executeTakeFirst()
  if (!event || ticketId === null || causeKind(event.data) === 'routing') return
  const ticket = await lockTicketRow(tx, ticketId)
  if (!ticket) return
  const now = following(ticket, begun)
  const changes = changesOf(event.data)
  const former = agentIn(changes['assigneeId'], 0)
  const isLighter = 'statusId' in changes || event.type === 'ticket.frozen' || event.type === 'ticket.merged'
  for (const agentId of new Set([former, isLighter ? ticket.assignee_id : null])) {
    if (agentId !== null) await planHandOutsOf(tx, agentId)
  }
  const isMisplaced =
    'teamId' in changes && !('assigneeId' in changes) && (await isGivenByOtherTeam(tx, ticket))
  if (ticket.is_open && isMisplaced) {
    await rerouteMisplaced(tx, ticket, chainOf(event.data), now)
    return
  }
  if (!ticket.is_open || ticket.assignee_id !== null) {
    await tx.deleteFrom('routing_wait').where('ticket_id', '=', ticketId).execute()
    if (ticket.is_open && (event.type === 'message.received' || event.type === 'ticket.reopened'))
      await takeBackFromGone(tx, ticket, chainOf(event.data), now)
    return
  }
  if (ticket.frozen_until !== null || event.type === 'message.received') return
  const wait = await tx
    .selectFrom('routing_wait')
    .select('team_id')
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst()
  if (wait && wait.team_id === ticket.team_id) {
    // It waits already; another category may ask for other skills, and what was put aside was passed over meanwhile.
    if (event.type === 'ticket.unfrozen') await planOverflows(tx, wait.team_id, now, ticketId)
    if (event.type === 'ticket.unfrozen' || 'categoryId' in changes) await planHandOut(tx, wait.team_id)
    return
  }
  if (ticket.team_id === null) {
    await tx.deleteFrom('routing_wait').where('ticket_id', '=', ticketId).execute()
    return
  }
  const asksForOwner = event.type !== 'ticket.updated' || wouldAsk.some((field) => field in changes)
  if (!asksForOwner) return
  const gaveBack = event.actor_kind === 'agent' ? former : null
  const wish = { ...(gaveBack !== null && { exceptIds: [gaveBack] }), chain: chainOf(event.data) }
  await routeTicket(tx, ticketId, wish, null, now)
}

/**
 * A ticket came to its agent through one team and lies with another now, as when a rule looked at it a moment after it
 * was handed out. Whoever a person chose keeps it.
 */
async function isGivenByOtherTeam(tx: Tx, ticket: TicketRow): Promise<boolean> {
  if (ticket.assignee_id === null || ticket.team_id === null) return false
  const { rows } = await sql<{ agent_id: number | null; team_id: number | null; is_member: boolean }>`
    select (data->>'agentId')::bigint as agent_id, (data->>'teamId')::bigint as team_id,
      exists (select from team_member where team_id = ${ticket.team_id} and agent_id = ${ticket.assignee_id}) as is_member
    from event where ticket_id = ${ticket.id} and type = 'ticket.routed' and data->>'outcome' = 'assigned'
    order by id desc limit 1`.execute(tx)
  const last = rows[0]
  return (
    last !== undefined &&
    last.agent_id === ticket.assignee_id &&
    last.team_id !== ticket.team_id &&
    !last.is_member
  )
}

async function rerouteMisplaced(
  tx: Tx,
  ticket: TicketRow,
  chain: readonly number[],
  now: Date,
): Promise<void> {
  const team = await tx.selectFrom('team').select('name').where('id', '=', ticket.team_id).executeTakeFirst()
  if (!team || ticket.team_id === null) return
  const by = byTeam({ teamId: ticket.team_id, teamName: team.name }, chain)
  await changeTicket(tx, ticket, { assigneeId: null }, by, now)
  await routeTicket(tx, ticket.id, { chain }, null, now)
}

const wouldAsk = ['teamId', 'assigneeId', 'statusId'] as const

function changesOf(data: Record<string, unknown>): Record<string, unknown> {
  const { changes } = data
  return typeof changes === 'object' && changes !== null ? (changes as Record<string, unknown>) : {}
}

function agentIn(pair: unknown, at: 0 | 1): number | null {
  const value = Array.isArray(pair) ? (pair as Pair)[at] : null
  return typeof value === 'number' ? value : null
}

/** The rules whose effects led to an event; what routing does about it is an effect of theirs too. */
function chainOf({ cause }: Record<string, unknown>): number[] {
  const chain = typeof cause === 'object' && cause !== null && 'chain' in cause ? cause.chain : null
  return Array.isArray(chain) ? chain.filter((id) => typeof id === 'number') : []
}

function causeKind(data: Record<string, unknown>): unknown {
  const { cause } = data
  return typeof cause === 'object' && cause !== null && 'kind' in cause ? cause.kind : null
}
