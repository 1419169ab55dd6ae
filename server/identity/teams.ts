import type { Team } from '#contract/identity.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { type Actor, agentActor } from './actor.ts'
import { setMembersOfTeam } from './memberships.ts'
import { naming } from './named-violations.ts'
import { mustSeeAllTeams } from './policy.ts'
import { teamById } from './queries.ts'
import { revoke } from './revocations.ts'

interface TeamWords {
  name: string
  isIsolated: boolean
  memberIds: number[]
}

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

export async function updateTeam(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: Partial<TeamWords>,
  now: Date,
): Promise<Team> {
  mustSeeAllTeams(actor)
  const before = await lockTeam(tx, id)
  const { name, isIsolated, memberIds } = changes
  await naming({ unique: 'already_exists' }, () =>
    tx
      .updateTable('team')
      .set({ name: name ?? before.name, is_isolated: isIsolated ?? before.isIsolated })
      .where('id', '=', id)
      .execute(),
  )
  if (memberIds !== undefined) await setMembersOfTeam(tx, id, memberIds)
  const data = { teamId: id, from: before, to: changes }
  await tellTeam(tx, actor, 'team.changed', data, [...before.memberIds, ...(memberIds ?? [])], now)
  return found(await teamById(tx, id))
}

/** Puts a team away for good; `in_use` while tickets of it are open. */
export async function archiveTeam(
  tx: Tx,
  actor: Actor,
  id: number,
  hasOpenTickets: (tx: Tx, teamId: number) => Promise<boolean>,
  now: Date,
): Promise<void> {
  mustSeeAllTeams(actor)
  const team = await lockTeam(tx, id)
  if (await hasOpenTickets(tx, id)) fail('in_use')
  await tx.updateTable('team').set({ archived_at: now }).where('id', '=', id).execute()
  await tellTeam(tx, actor, 'team.archived', { teamId: id, name: team.name }, team.memberIds, now)
}

async function lockTeam(tx: Tx, id: number): Promise<Team> {
  await tx.selectFrom('team').select('id').where('id', '=', id).forUpdate().execute()
  return found(await teamById(tx, id))
}

/** States it, has the workspaces refetch, and has the members' rights looked at again. */
async function tellTeam(
  tx: Tx,
  actor: Actor,
  type: 'team.created' | 'team.changed' | 'team.archived',
  data: Record<string, unknown>,
  concerned: number[],
  now: Date,
): Promise<void> {
  await recordEvent(tx, { type, at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'desk' })
  const agentIds = [...new Set(concerned)]
  if (agentIds.length > 0) await revoke(tx, { agentIds })
}
