import type { Language } from '#contract/common.ts'
import type { Agent } from '#contract/identity.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { type Actor, agentActor } from './actor.ts'
import { setTeamsOfAgent } from './memberships.ts'
import { sendPasswordLink } from './password-links.ts'
import { mustHold, mustSeeAllTeams } from './policy.ts'
import { permissionsOfRole, readAgent } from './read-agents.ts'

interface Invitation {
  email: string
  name: string
  roleId: number
  teamIds: number[]
  language: Language
}

/** Adds an agent who has yet to choose a password, and sends the link for it. */
export async function inviteAgent(
  tx: Tx,
  platform: Pick<Platform, 'clock' | 'secrets' | 'config'>,
  actor: Actor,
  { email, name, roleId, teamIds, language }: Invitation,
): Promise<{ agent: Agent; invitationUrl: string }> {
  mustHold(actor, await permissionsOfRole(tx, roleId))
  mustSeeAllTeams(actor)
  const now = platform.clock.now()
  const values = {
    email,
    name,
    role_id: roleId,
    password_hash: null,
    language,
    created_at: now,
    updated_at: now,
  }
  const invited = await tx
    .insertInto('agent')
    .values(values)
    .onConflict((conflict) => conflict.column('email').doNothing())
    .returning(['id', 'email', 'name', 'language'])
    .executeTakeFirst()
  const agent = found(invited, 'already_exists')
  await setTeamsOfAgent(tx, agent.id, teamIds)
  const invitationUrl = await sendPasswordLink(tx, platform, agent, 'invitation', actor.name)
  const data = { agentId: agent.id, email, name, roleId, teamIds }
  await recordEvent(tx, { type: 'agent.invited', at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'desk' })
  return { agent: await readAgent(tx, agent.id), invitationUrl }
}
