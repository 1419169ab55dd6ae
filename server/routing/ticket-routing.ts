import type { RoutingDecision, TicketRouting } from '#contract/routing.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { cutRouted, mustSee } from '#server/tickets/index.ts'

/** Why a ticket lies where it lies: the last decision, while its agent still has the ticket or the ticket still waits. */
export async function getTicketRouting(db: Db, actor: Actor, ticketId: number): Promise<TicketRouting> {
  await mustSee(db, actor, ticketId)
  const ticket = await db
    .selectFrom('ticket')
    .leftJoin('routing_wait', 'routing_wait.ticket_id', 'ticket.id')
    .leftJoin('agent', 'agent.id', 'routing_wait.known_agent_id')
    .select(['ticket.assignee_id', 'ticket.is_open', 'routing_wait.since'])
    .select(['agent.id as known_id', 'agent.name as known_name', 'routing_wait.known_until'])
    .where('ticket.id', '=', ticketId)
    .executeTakeFirstOrThrow()
  const event = await db
    .selectFrom('event')
    .select(['at', 'data'])
    .where('ticket_id', '=', ticketId)
    .where('type', '=', 'ticket.routed')
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  const waits = ticket.assignee_id === null && ticket.is_open ? ticket.since : null
  const standing = { waitsSince: waits?.toISOString() ?? null, keptFor: waits ? keptFor(ticket) : null }
  if (!event) return { decision: null, ...standing }
  const { cause: _, ...told } = event.data
  const [data] = await cutRouted(db, actor, [told])
  // What was decided before there was any waiting for somebody says nothing of it.
  const decision = { until: null, ...data } as unknown as RoutingDecision
  const isInForce =
    decision.outcome === 'assigned' || decision.outcome === 'pulled'
      ? decision.agentId === ticket.assignee_id
      : waits !== null
  return {
    decision: isInForce ? { ...decision, at: event.at.toISOString() } : null,
    ...standing,
  }
}

function keptFor(wait: { known_id: number | null; known_name: string | null; known_until: Date | null }) {
  const { known_id: agentId, known_name: name, known_until: until } = wait
  return agentId !== null && name !== null && until !== null
    ? { agentId, name, until: until.toISOString() }
    : null
}
