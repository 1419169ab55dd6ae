import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely'
import type { Permission } from '#contract/permissions.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tables } from '#server/platform/database/tables.ts'
import { fail } from '#server/platform/http/failure.ts'

/** Whether no ticket is kept from an agent, nor anything that stands in none. */
export function seesEveryTicket(actor: Actor): boolean {
  return actor.permissions.has('ticket.read') && !actor.isLimitedToTeams
}

/**
 * Which tickets an agent sees: all, unless a team of theirs is isolated; then those of their own teams, and
 * those that are theirs; none without the right to read tickets, whatever else a key may do. Every list, search,
 * count and single read of tickets, and of the letters in them, goes through this one predicate.
 */
export function visibleTickets(actor: Actor) {
  return (eb: ExpressionBuilder<Tables, 'ticket'>): Expression<SqlBool> => {
    if (!actor.permissions.has('ticket.read')) return sql<SqlBool>`false`
    if (!actor.isLimitedToTeams) return sql<SqlBool>`true`
    return eb.or([
      eb('ticket.team_id', '=', sql<number>`any(${[...actor.teamIds]}::bigint[])`),
      eb('ticket.assignee_id', '=', actor.agentId),
    ])
  }
}

/** Whether an agent's teams would let them see a ticket that lies with this team and this person. */
export function wouldSee(
  actor: Actor,
  ticket: { team_id: number | null; assignee_id: number | null },
): boolean {
  if (!actor.isLimitedToTeams || ticket.assignee_id === actor.agentId) return true
  return ticket.team_id !== null && actor.teamIds.includes(ticket.team_id)
}

/** Stops whoever has none of these: what waits to be sent, or to be attached, is written by those who may send it. */
export function mustBeAbleToWrite(actor: Actor, one: readonly Permission[]): void {
  if (!one.some((permission) => actor.permissions.has(permission))) fail('not_allowed')
}

/** Stops whoever may not set the status of a ticket while replying: replying alone is no right to change. */
export function mustUpdate(actor: Actor): void {
  if (!actor.permissions.has('ticket.update')) fail('not_allowed')
}
