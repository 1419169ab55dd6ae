import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely'
import type { MacroScope } from '#contract/macros.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tables } from '#server/platform/database/tables.ts'
import { fail } from '#server/platform/http/failure.ts'

interface Whose {
  scope: MacroScope
  owner_id: number | null
  team_id: number | null
}

/** Offered while answering: everybody's, those of one's teams, one's own. Nobody else's personal ones, whoever asks. */
export function offeredMacros(actor: Actor) {
  return (eb: ExpressionBuilder<Tables, 'macro'>): Expression<SqlBool> =>
    eb.and([
      eb('macro.archived_at', 'is', null),
      eb.or([
        eb('macro.scope', '=', 'shared'),
        eb('macro.team_id', '=', sql<number>`any(${[...actor.teamIds]}::bigint[])`),
        eb('macro.owner_id', '=', actor.agentId),
      ]),
    ])
}

/** Whoever shares macros also sees those of teams they are not in, unless they are kept to their own. */
export function visibleMacros(actor: Actor) {
  return (eb: ExpressionBuilder<Tables, 'macro'>): Expression<SqlBool> =>
    eb.and([
      eb('macro.archived_at', 'is', null),
      eb.or([offeredMacros(actor)(eb), ...(sharesEverywhere(actor) ? [eb('macro.scope', '=', 'team')] : [])]),
    ])
}

/** One's own; a team's or everybody's by whoever may share, who does not reach beyond the teams they are kept to. */
export function mayEdit(actor: Actor, macro: Whose): boolean {
  if (macro.scope === 'personal') return macro.owner_id === actor.agentId
  if (!actor.permissions.has('macro.share')) return false
  return !actor.isLimitedToTeams || (macro.team_id !== null && actor.teamIds.includes(macro.team_id))
}

export function mustEdit(actor: Actor, macro: Whose): void {
  if (!mayEdit(actor, macro)) fail('not_allowed')
}

/** Folders of the desk are kept by whoever shares with everybody; one's own by oneself. */
export function mustKeepFolder(actor: Actor, folder: { owner_id: number | null }): void {
  if (folder.owner_id === null ? !sharesEverywhere(actor) : folder.owner_id !== actor.agentId)
    fail('not_allowed')
}

function sharesEverywhere(actor: Actor): boolean {
  return actor.permissions.has('macro.share') && !actor.isLimitedToTeams
}

/** What a macro does to a ticket is a change of it. */
export function mustChangeTickets(actor: Actor): void {
  if (!actor.permissions.has('ticket.update')) fail('not_allowed')
}
