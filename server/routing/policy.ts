import { type Actor, peopleOf } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'

/** Stops whoever speaks for somebody else without managing teams, or for somebody they do not see. */
export async function mustSpeakFor(db: Db, actor: Actor, agentId: number): Promise<void> {
  if (agentId === actor.agentId) return
  if (!actor.permissions.has('team.manage')) fail('not_allowed')
  const people = await peopleOf(db, actor)
  if (people && !people.includes(agentId)) fail('not_found')
}

/** Whoever is limited to their teams does not decide how others' tickets are handed out. */
export function mustSeeAllTeams(actor: Actor): void {
  if (actor.isLimitedToTeams) fail('not_allowed')
}
