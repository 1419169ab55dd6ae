import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely'
import type { Actor } from '#server/identity/index.ts'
import type { Tables } from '#server/platform/database/tables.ts'
import { fail } from '#server/platform/http/failure.ts'

/**
 * Which tickets an agent sees: all, unless a team of theirs is isolated; then those of their own teams, and
 * those that are theirs. Every list, search, count and single read of tickets goes through this one predicate.
 */
export function visibleTickets(actor: Actor) {
  return (eb: ExpressionBuilder<Tables, 'ticket'>): Expression<SqlBool> =>
    actor.isLimitedToTeams
      ? eb.or([
          eb('ticket.team_id', '=', sql<number>`any(${[...actor.teamIds]}::bigint[])`),
          eb('ticket.assignee_id', '=', actor.agentId),
        ])
      : sql<SqlBool>`true`
}

/** Whether an agent would see a ticket that lies with this team and this person. */
export function wouldSee(
  actor: Actor,
  ticket: { team_id: number | null; assignee_id: number | null },
): boolean {
  if (!actor.isLimitedToTeams || ticket.assignee_id === actor.agentId) return true
  return ticket.team_id !== null && actor.teamIds.includes(ticket.team_id)
}

/** Stops whoever may not set the status of a ticket while replying: replying alone is no right to change. */
export function mustUpdate(actor: Actor): void {
  if (!actor.permissions.has('ticket.update')) fail('not_allowed')
}
