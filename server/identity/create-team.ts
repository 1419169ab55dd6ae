import type { Team } from '#contract/identity.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import type { Actor } from './actor.ts'
import { setMembersOfTeam } from './memberships.ts'
import { naming } from '#server/platform/database/named-violations.ts'
import { mustSeeAllTeams } from './policy.ts'
import { teamById } from './queries.ts'
import { type TeamWords, tellTeam } from './team-changes.ts'

/** Adds a team; `already_exists` when one of that name is in force. */
export async function createTeam(tx: Tx, actor: Actor, words: TeamWords, now: Date): Promise<Team> {
  mustSeeAllTeams(actor)
  const { name, isIsolated, memberIds } = words
  const { id } = await naming({ unique: 'already_exists' }, () =>
    tx
      .insertInto('team')
      .values({ name, is_isolated: isIsolated, created_at: now })
      .returning('id')
      .executeTakeFirstOrThrow(),
  )
  await setMembersOfTeam(tx, id, memberIds)
  await tellTeam(tx, actor, 'team.created', { teamId: id, ...words }, memberIds, now)
  return found(await teamById(tx, id))
}
