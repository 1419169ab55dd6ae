import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import type { Platform } from '#server/platform/platform.ts'
import { type Actor, agentActor } from './actor.ts'
import { cancelPasswordLinks, sendPasswordLink } from './password-links.ts'
import { mustHold } from './policy.ts'
import { lockAgent } from './read-agents.ts'

/**
 * A new link in place of all older ones. For an agent who has a password it is a password link: the way back in
 * on a desk that cannot send letters yet. Their password holds, and they stay signed in, until it is used.
 */
export async function renewInvitation(
  tx: Tx,
  platform: Pick<Platform, 'clock' | 'secrets' | 'config'>,
  actor: Actor,
  id: number,
): Promise<{ invitationUrl: string }> {
  const agent = await lockAgent(tx, id)
  mustHold(actor, agent.permissions)
  if (!agent.is_active) fail('not_allowed')
  await cancelPasswordLinks(tx, id)
  const purpose = agent.password_hash === null ? 'invitation' : 'password_reset'
  const invitationUrl = await sendPasswordLink(tx, platform, agent, purpose, actor.name)
  const data = { agentId: id, purpose }
  await recordEvent(tx, { type: 'agent.link_sent', at: platform.clock.now(), actor: agentActor(actor), data })
  return { invitationUrl }
}
