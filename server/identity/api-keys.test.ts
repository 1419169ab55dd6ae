import { expect, test } from 'vitest'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn, withApiKey } from '#test/builders/agent.ts'
import { identityRoutes } from './index.ts'

const { ask, db, clock } = await testApp((api, platform) =>
  identityRoutes(api, platform, { hasOpenTickets: async () => false }),
)
const administrator = await buildAgent(db, { role: 'administrator' })
const as = await signedIn(db, administrator)
const create = (body: object) => ask({ method: 'POST', path: '/api-keys', as, body })
const bearer = (key: string) => ({ authorization: `Bearer ${key}` })

test('a key is shown once, acts within its scopes, and ends when it is revoked', async () => {
  const made = await create({ name: 'CRM', scopes: ['audit.read', 'ticket.read'] })
  expect(made.status).toBe(201)
  const { apiKey, key } = made.body
  expect(key).toMatch(/^otk_[\w-]{43}$/)
  expect(apiKey).toMatchObject({
    name: 'CRM',
    agentId: administrator.id,
    start: key.slice(0, 10),
    lastUsedAt: null,
  })
  expect((await ask({ method: 'GET', path: '/audit', as: bearer(key) })).status).toBe(200)
  expect((await ask({ method: 'GET', path: '/agents', as: bearer(key) })).status).toBe(403)
  const self = await ask({ method: 'GET', path: '/session', as: bearer(key) })
  expect(self.body).toMatchObject({
    agent: { id: administrator.id },
    permissions: ['ticket.read', 'audit.read'],
  })
  expect(self.cookies).toEqual([])

  const { items } = (await ask({ method: 'GET', path: '/api-keys', as })).body
  expect(items).toEqual([{ ...apiKey, lastUsedAt: expect.any(String) }])
  expect((await ask({ method: 'DELETE', path: `/api-keys/${apiKey.id}`, as })).status).toBe(200)
  expect((await ask({ method: 'GET', path: '/audit', as: bearer(key) })).status).toBe(401)
  expect((await ask({ method: 'DELETE', path: `/api-keys/${apiKey.id}`, as })).status).toBe(404)
  expect((await ask({ method: 'GET', path: '/api-keys', as })).body.items).toEqual([])
  const stored = JSON.stringify(await db.selectFrom('event').selectAll().execute())
  expect(stored).toContain('api_key.created')
  expect(stored).not.toContain(key)
})

test('a key expires', async () => {
  const expiresAt = new Date(clock.now().getTime() + 60_000).toISOString()
  const { key } = (await create({ name: 'Short', scopes: ['audit.read'], expiresAt })).body
  expect((await ask({ method: 'GET', path: '/audit', as: bearer(key) })).status).toBe(200)
  clock.forward(61)
  expect((await ask({ method: 'GET', path: '/audit', as: bearer(key) })).status).toBe(401)
})

test('a key never does more than its owner, and goes with its owner', async () => {
  const owner = await buildAgent(db, { role: 'agent' })
  const key = await withApiKey(db, owner, ['audit.read', 'ticket.read'])
  expect((await ask({ method: 'GET', path: '/session', as: key })).body.permissions).toEqual(['ticket.read'])
  expect((await ask({ method: 'GET', path: '/audit', as: key })).status).toBe(403)
  await db.updateTable('agent').set({ is_active: false }).where('id', '=', owner.id).execute()
  expect((await ask({ method: 'GET', path: '/session', as: key })).status).toBe(401)
})

test('nobody makes a key that may do what they may not', async () => {
  const by = await signedIn(db, await buildAgent(db, { role: ['api_key.manage', 'ticket.read'] }))
  const body = { name: 'More', scopes: ['ticket.read', 'agent.manage'] }
  expect((await ask({ method: 'POST', path: '/api-keys', as: by, body })).status).toBe(403)
})

test('a key leaves the account of its owner alone', async () => {
  const key = await withApiKey(db, administrator, ['api_key.manage', 'agent.manage'])
  for (const [method, path, body] of [
    ['DELETE', '/session', undefined],
    ['PATCH', '/session', { name: 'Other' }],
    ['GET', '/sessions', undefined],
    ['DELETE', '/sessions/1', undefined],
    ['POST', '/api-keys', { name: 'Child', scopes: ['api_key.manage'] }],
  ] as const) {
    const answer = await ask({ method, path, body, as: key })
    expect([path, answer.status, answer.body.error.name]).toEqual([path, 403, 'not_allowed'])
  }
})

test('a key without ticket.read_all is limited to the teams of an owner in an isolated one', async () => {
  const team = await buildTeam(db, { isIsolated: true })
  const owner = await buildAgent(db, { role: 'administrator', teamIds: [team.id] })
  const limited = await withApiKey(db, owner, ['team.manage'])
  const body = { name: 'By a key' }
  expect((await ask({ method: 'POST', path: '/teams', as: limited, body })).status).toBe(403)
  const full = await withApiKey(db, owner, ['team.manage', 'ticket.read_all'])
  expect((await ask({ method: 'POST', path: '/teams', as: full, body })).status).toBe(201)
})

test('a wrong key is not saved by a right cookie, and nonsense is nobody', async () => {
  for (const authorization of ['Bearer otk_wrong', 'Bearer', 'Basic YTpi', '']) {
    const answer = await ask({ method: 'GET', path: '/session', as: { ...as, authorization } })
    expect([authorization, answer.status]).toEqual([authorization, 401])
  }
})
