import type { Db } from '#server/platform/database/open-database.ts'
import { loadFacets } from './load-facets.ts'
import type { Policies } from './load-terms.ts'
import { type Facets, meets } from './match-conditions.ts'

/** The first policy whose conditions a ticket meets; null when none does. */
export function policyFor({ asked }: Policies, facets: Facets): number | null {
  return asked.find((policy) => meets(facets, policy.terms.conditions))?.id ?? null
}

/** The policy a ticket would be under by its conditions, as it is now. */
export async function choosePolicy(db: Db, ticketId: number, policies: Policies): Promise<number | null> {
  if (policies.asked.length === 0) return null
  const facets = (await loadFacets(db, [ticketId])).get(ticketId)
  return facets ? policyFor(policies, facets) : null
}
