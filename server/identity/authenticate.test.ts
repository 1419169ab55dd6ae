import { expect, test } from 'vitest'
import type { Actor } from './index.ts'
import { actorOf, identityRoutes } from './index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn, withApiKey } from '#test/builders/agent.ts'

let last: Actor | null = null
const { ask, db, clock } = await testApp((api, platform) => {
  api.addHook('preHandler', async (request) => {
    last = actorOf(request)
  })
  identityRoutes(api, platform, { hasOpenTickets: async () => false })
})

async function actorFor(as: Record<string, string>): Promise<Actor> {
  last = null
  await ask({ method: 'GET', path: '/session', as })
  if (last === null) throw new Error('nobody came in')
  return last
}

test('an actor knows what every slice asks: rights, teams, language', async () => {
  const [open, archived] = [await buildTeam(db), await buildTeam(db, { isIsolated: true })]
  await db.updateTable('team').set({ archived_at: clock.now() }).where('id', '=', archived.id).execute()
  const agent = await buildAgent(db, { teamIds: [open.id, archived.id], language: 'ru', name: 'Ольга' })
  const as = await signedIn(db, agent)
  const actor = await actorFor(as)
  expect(actor).toMatchObject({
    owner: `agent:${agent.id}`,
    agentId: agent.id,
    name: 'Ольга',
    language: 'ru',
    roleId: agent.roleId,
    teamIds: [open.id],
    isLimitedToTeams: false,
    apiKeyId: null,
  })
  expect(actor.sessionId).toBeGreaterThan(0)
  expect(actor.permissions.has('ticket.reply')).toBe(true)
  expect(actor.permissions.has('ticket.read_all')).toBe(false)
})

test('an isolated team limits its members, unless they may read all', async () => {
  const team = await buildTeam(db, { isIsolated: true })
  const member = await buildAgent(db, { role: 'agent', teamIds: [team.id] })
  const lead = await buildAgent(db, { role: 'lead', teamIds: [team.id] })
  expect((await actorFor(await signedIn(db, member))).isLimitedToTeams).toBe(true)
  expect((await actorFor(await signedIn(db, lead))).isLimitedToTeams).toBe(false)
})

test('being there is written down every five minutes, not with every request', async () => {
  const agent = await buildAgent(db)
  const as = await signedIn(db, agent)
  const key = await withApiKey(db, agent, ['ticket.read'])
  const seen = async () => {
    await actorFor(as)
    const actor = await actorFor(key)
    const session = await db
      .selectFrom('session')
      .select('last_seen_at')
      .where('agent_id', '=', agent.id)
      .executeTakeFirst()
    const used = await db
      .selectFrom('api_key')
      .select('last_used_at')
      .where('id', '=', actor.apiKeyId)
      .executeTakeFirst()
    return [session?.last_seen_at, used?.last_used_at]
  }
  const first = await seen()
  clock.forward(290)
  expect(await seen()).toEqual(first)
  clock.forward(11)
  const later = await seen()
  expect(later[0]?.getTime()).toBeGreaterThan(first[0]?.getTime() ?? Infinity)
  expect(later[1]?.getTime()).toBeGreaterThan(first[1]?.getTime() ?? Infinity)
})

test('a right that this version does not know is nobody’s', async () => {
  const agent = await buildAgent(db, { role: ['ticket.read'] })
  await db
    .updateTable('role')
    .set({ permissions: ['ticket.read', 'time.travel'] as never })
    .where('id', '=', agent.roleId)
    .execute()
  const session = await ask({ method: 'GET', path: '/session', as: await signedIn(db, agent) })
  expect(session.body.permissions).toEqual(['ticket.read'])
})
