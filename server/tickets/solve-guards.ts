import type { ErrorName } from '#contract/errors.ts'
import { missingFields } from '#server/fields/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'

/** Why a ticket cannot be solved: the failure's name, and the facts it is told with. */
export interface SolveObjection {
  failure: ErrorName
  detail: Record<string, unknown>
}

type SolveGuard = (tx: Tx, ticketId: number) => Promise<SolveObjection | null>

const guards: SolveGuard[] = []

/** Whoever keeps something of a ticket that has to be finished before it is solved says so here, while it is loaded. */
export function guardSolving(guard: SolveGuard): void {
  guards.push(guard)
}

/**
 * What stands against solving a ticket whose own fields will have these values; null when nothing does. Closing asks
 * nobody: what is no question of a customer need not be filled in.
 */
export async function objectionToSolving(
  tx: Tx,
  ticket: { id: number; fields: Record<string, unknown> | null },
): Promise<SolveObjection | null> {
  const fields = await missingFields(tx, ticket.fields)
  if (fields.length > 0) return { failure: 'fields_required', detail: { fields } }
  for (const guard of guards) {
    const objection = await guard(tx, ticket.id)
    if (objection) return objection
  }
  return null
}

/** Stops an agent who is about to solve such a ticket. */
export async function mustBeSolvable(
  tx: Tx,
  ticket: { id: number; fields: Record<string, unknown> | null },
): Promise<void> {
  const objection = await objectionToSolving(tx, ticket)
  if (objection) fail(objection.failure, { detail: objection.detail })
}
