import { type Actor, peopleOf } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/**
 * Of what events `ticket.routed` say, as the reader may see it: a ticket that came from another team brings along how
 * much that team's people carry and who of them is away. Whoever sees their own teams only reads of their own people.
 */
export async function cutRouted<T extends Record<string, unknown>>(
  db: Db,
  actor: Actor,
  decisions: readonly T[],
): Promise<T[]> {
  const isAnyLong = decisions.some(({ candidates }) => Array.isArray(candidates) && candidates.length > 0)
  const people = isAnyLong ? await peopleOf(db, actor) : null
  if (people === null) return [...decisions]
  return decisions.map((decision) => ({
    ...decision,
    // Whom it was to wait for is not here, or was not: of another team's people that is not told either.
    ...(decision['outcome'] === 'waits' &&
      !people.includes(Number(decision['agentId'])) && { agentId: null, agentName: '', until: null }),
    candidates: listOf(decision['candidates']).filter((each) => people.includes(each.agentId)),
  }))
}

function listOf(value: unknown): { agentId: number }[] {
  return Array.isArray(value) ? (value as { agentId: number }[]) : []
}
