import type { Language } from '#contract/common.ts'
import type { Role, Session } from '#contract/identity.ts'
import { acceptInvitation, type Actor, createTeam, inviteAgent, setUpDesk } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'
import { type TeamKey, teams } from './desk-words.ts'
import { type AgentKey, agents, demoPassword } from './people.ts'

interface Seats {
  actors: Record<AgentKey, Actor>
  teamIds: Record<TeamKey, number>
}

const seat = { ip: '127.0.0.1', userAgent: 'demo' }

/** The way an administrator does it: sets the desk up, makes the teams, invites everybody; they accept. */
export async function seatAgents(
  tx: Tx,
  platform: Platform,
  input: { deskName: string; language: Language; now: Date; roles: Role[] },
): Promise<Seats> {
  const { deskName, language, now, roles } = input
  const [first, ...others] = agents
  if (!first) throw new Error('a desk needs an administrator')
  const administrator = { name: first.names[language], email: first.email, password: demoPassword }
  const setup = { language, deskName, ticketPrefix: 'HD', administrator }
  const roleId = (key: string): number => roles.find((role) => role.key === key)?.id ?? 0
  const opened = await setUpDesk(tx, setup, seat, now)
  const owner = actorOfSession(opened.session, roleId('administrator'))

  const teamIds: Partial<Record<TeamKey, number>> = {}
  for (const key of Object.keys(teams) as TeamKey[]) {
    const memberIds = first.teams.includes(key) ? [owner.agentId] : []
    const words = { name: teams[key][language], isIsolated: false, memberIds }
    teamIds[key] = (await createTeam(tx, owner, words, now)).id
  }
  const actors: Partial<Record<AgentKey, Actor>> = { [first.key]: owner }
  for (const one of others) {
    const invitation = {
      email: one.email,
      name: one.names[language],
      roleId: roleId(one.role),
      teamIds: one.teams.flatMap((key) => teamIds[key] ?? []),
      language,
    }
    const { invitationUrl } = await inviteAgent(tx, platform, owner, invitation)
    const token = new URL(invitationUrl).pathname.split('/').at(-1) ?? ''
    const { session } = await acceptInvitation(tx, token, { password: demoPassword }, seat, now)
    actors[one.key] = actorOfSession(session, invitation.roleId)
  }
  return { actors: actors as Seats['actors'], teamIds: teamIds as Seats['teamIds'] }
}

function actorOfSession({ agent, permissions }: Session, roleId: number): Actor {
  return {
    owner: `agent:${agent.id}`,
    permissions: new Set(permissions),
    language: agent.language,
    agentId: agent.id,
    name: agent.name,
    roleId,
    teamIds: agent.teamIds,
    isLimitedToTeams: false,
    sessionId: null,
    apiKeyId: null,
    expiresAt: null,
  }
}
