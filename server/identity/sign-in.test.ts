import { expect, test } from 'vitest'
import { testApp } from '#test/app.ts'
import { buildAgent, builtPassword, signedIn, signIn } from '#test/builders/agent.ts'
import { identityRoutes } from './index.ts'

const { app, ask, db, clock } = await testApp((api, platform) =>
  identityRoutes(api, platform, { hasOpenTickets: async () => false }),
)
const attempt = (email: string, password: string, from?: string) =>
  ask({ method: 'POST', path: '/sessions', body: { email, password }, from })

test('signs in with a cookie out of reach of scripts, and answers who it is', async () => {
  const agent = await buildAgent(db, { role: 'lead', name: 'Ольга', language: 'ru' })
  const answer = await attempt(` ${agent.email.toUpperCase()} `, builtPassword)
  expect(answer.status).toBe(201)
  expect(answer.body.agent).toEqual({
    id: agent.id,
    email: agent.email,
    name: 'Ольга',
    language: 'ru',
    theme: 'system',
    timeZone: null,
    teamIds: [],
    position: '',
    signature: '',
    undoSeconds: 0,
  })
  expect(answer.body.permissions).toContain('ticket.read_all')
  const cookie = answer.cookies[0]
  expect(cookie).toMatchObject({ name: 'otklik_session', httpOnly: true, sameSite: 'Lax', path: '/' })
  expect(cookie).not.toHaveProperty('secure')
  const session = await db
    .selectFrom('session')
    .selectAll()
    .where('agent_id', '=', agent.id)
    .executeTakeFirstOrThrow()
  expect(session.token_hash.toString('latin1')).not.toContain(cookie?.value)
  expect(Buffer.from(cookie?.value ?? '', 'base64url')).toHaveLength(32)
})

test('a wrong password, an unknown address, an inactive agent and an invited one get the same answer', async () => {
  const agent = await buildAgent(db)
  const inactive = await buildAgent(db, { isActive: false })
  const invited = await buildAgent(db, { hasPassword: false })
  const answers = [
    await attempt(agent.email, 'a wrong password'),
    await attempt('nobody@desk.example', builtPassword),
    await attempt(inactive.email, builtPassword),
    await attempt(invited.email, builtPassword),
  ]
  for (const answer of answers) {
    expect(answer.status).toBe(401)
    expect(answer.body.error).toMatchObject({
      name: 'wrong_credentials',
      message: 'Wrong email or password.',
    })
    expect(answer.cookies).toEqual([])
  }
})

test('guessing at one account is slowed more and more, and says for how long', async () => {
  const agent = await buildAgent(db)
  const guess = () => attempt(agent.email, 'a wrong password', '198.51.100.1')
  for (let i = 0; i < 5; i++) expect((await guess()).status).toBe(401)
  const refused = await guess()
  expect(refused.status).toBe(429)
  expect(refused.body.error).toMatchObject({ name: 'too_many_requests', detail: { retryAfterSeconds: 1 } })
  expect(refused.headers['retry-after']).toBe('1')
  // The right password has to wait too, also from elsewhere: otherwise guessing would go on from there.
  expect((await attempt(agent.email, builtPassword, '198.51.100.77')).status).toBe(429)
  clock.forward(1)
  expect((await guess()).status).toBe(401)
  expect((await guess()).body.error.detail).toEqual({ retryAfterSeconds: 2 })
  clock.forward(2)
  expect((await attempt(agent.email, builtPassword, '198.51.100.1')).status).toBe(201)
  expect((await guess()).status).toBe(401)
})

test('a hundred guesses at once are not a way around', async () => {
  const agent = await buildAgent(db)
  const answers = await Promise.all(
    Array.from({ length: 100 }, () => attempt(agent.email, 'a wrong password', '198.51.100.2')),
  )
  expect(answers.filter(({ status }) => status === 401)).toHaveLength(5)
  expect(answers.filter(({ status }) => status === 429)).toHaveLength(95)
})

test('a stranger who keeps guessing cannot keep the owner out of the office', async () => {
  const agent = await buildAgent(db)
  const office = '203.0.113.5'
  expect((await attempt(agent.email, builtPassword, office)).status).toBe(201)
  for (let i = 0; i < 6; i++) await attempt(agent.email, 'a wrong password', '198.51.100.3')
  expect((await attempt(agent.email, builtPassword, '198.51.100.3')).status).toBe(429)
  expect((await attempt(agent.email, builtPassword, office)).status).toBe(201)
})

test('one network that tries many accounts is slowed', async () => {
  const from = (i: number) => `2001:db8:1:2::${i.toString(16)}`
  for (let i = 1; i <= 30; i++) {
    expect((await attempt(`stranger${i}@desk.example`, 'a wrong password', from(i))).status).toBe(401)
  }
  expect((await attempt('stranger31@desk.example', 'a wrong password', from(31))).status).toBe(429)
  expect((await attempt('stranger31@desk.example', 'a wrong password', '2001:db8:1:3::1')).status).toBe(401)
})

test('signing out ends the session, and only that one', async () => {
  const agent = await buildAgent(db)
  const [first, second] = [await signIn(app, agent), await signIn(app, agent)]
  const out = await ask({ method: 'DELETE', path: '/session', as: first })
  expect(out.status).toBe(200)
  expect(out.cookies[0]).toMatchObject({ name: 'otklik_session', value: '' })
  expect((await ask({ method: 'GET', path: '/session', as: first })).status).toBe(401)
  expect((await ask({ method: 'GET', path: '/session', as: second })).status).toBe(200)
})

test('a session lives thirty days from its last use', async () => {
  const agent = await buildAgent(db)
  const as = await signIn(app, agent)
  const day = 86_400
  clock.forward(29 * day)
  const renewed = await ask({ method: 'GET', path: '/session', as })
  expect(renewed.status).toBe(200)
  expect(renewed.cookies[0]).toMatchObject({ name: 'otklik_session', maxAge: 30 * day })
  clock.forward(29 * day)
  expect((await ask({ method: 'GET', path: '/session', as })).status).toBe(200)
  clock.forward(31 * day)
  expect((await ask({ method: 'GET', path: '/session', as })).status).toBe(401)
})

test('an agent who is put out is out at once', async () => {
  const agent = await buildAgent(db)
  const as = await signedIn(db, agent, clock.now())
  expect((await ask({ method: 'GET', path: '/teams', as })).status).toBe(200)
  await db.updateTable('agent').set({ is_active: false }).where('id', '=', agent.id).execute()
  expect((await ask({ method: 'GET', path: '/teams', as })).body.error.name).toBe('not_signed_in')
})

test('bad input is refused before anything is looked up', async () => {
  const answer = await ask({ method: 'POST', path: '/sessions', body: { email: 'a@desk.example' } })
  expect(answer.status).toBe(400)
  expect(answer.body.error).toMatchObject({ name: 'invalid_input', fields: [{ path: 'body.password' }] })
})
