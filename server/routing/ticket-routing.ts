import type { RoutingDecision } from '#contract/routing.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { cutRouted, mustSee } from '#server/tickets/index.ts'

interface TicketRouting {
  decision: (RoutingDecision & { at: string }) | null
  waitsSince: string | null
}

/** Why a ticket lies where it lies: the last decision, while its agent still has the ticket or the ticket still waits. */
export async function getTicketRouting(db: Db, actor: Actor, ticketId: number): Promise<TicketRouting> {
  await mustSee(db, actor, ticketId)
  const ticket = await db
    .selectFrom('ticket')
    .leftJoin('routing_wait', 'routing_wait.ticket_id', 'ticket.id')
    .select(['ticket.assignee_id', 'ticket.is_open', 'routing_wait.since'])
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
  if (!event) return { decision: null, waitsSince: waits?.toISOString() ?? null }
  const { cause: _, ...told } = event.data
  const [data] = await cutRouted(db, actor, [told])
  const decision = data as unknown as RoutingDecision
  const isInForce =
    decision.outcome === 'assigned' || decision.outcome === 'pulled'
      ? decision.agentId === ticket.assignee_id
      : waits !== null
  return {
    decision: isInForce ? { ...decision, at: event.at.toISOString() } : null,
    waitsSince: waits?.toISOString() ?? null,
  }
}
