import { expect, test } from 'vitest'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { writeSystemLetter } from '#server/platform/system-letters.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn, signIn } from '#test/builders/agent.ts'
import { identityRoutes, identityTasks } from './index.ts'

const { app, ask, db, clock, platform } = await testApp(
  (api, ground) => identityRoutes(api, ground, { hasOpenTickets: async () => false }),
  { PUBLIC_URL: 'https://desk.example' },
)
const administrator = await buildAgent(db, { role: 'administrator', name: 'Иван' })
const as = await signedIn(db, administrator)
const { role_id: agentRoleId } = await db
  .selectFrom('agent')
  .select('role_id')
  .where('id', '=', (await buildAgent(db)).id)
  .executeTakeFirstOrThrow()

const invite = (email: string, extra: object = {}) =>
  ask({
    method: 'POST',
    path: '/agents',
    as,
    body: { email, name: 'New', roleId: agentRoleId, language: 'en', ...extra },
  })
const tokenOf = (url: string) => url.replace('https://desk.example/invitations/', '')
const accept = (token: string, body: object = { password: 'a password of mine' }) =>
  ask({ method: 'POST', path: `/invitations/${token}`, body })
const runJobs = () =>
  drainJobs(
    platform.database.pool,
    { ...identityTasks(platform), 'letter.sendSystem': async () => undefined },
    platform.log,
  )

async function lettersTo(email: string) {
  const rows = await db
    .selectFrom('system_letter')
    .selectAll()
    .where('to_address', '=', email)
    .orderBy('id')
    .execute()
  return rows.map((row) => writeSystemLetter(platform.secrets, row))
}

test('an invited agent gets a letter, chooses a password by its link once, and is in', async () => {
  const team = await buildTeam(db)
  const invited = await invite('olga@desk.example', {
    name: 'Ольга',
    language: 'ru',
    teamIds: [team.id, team.id],
  })
  expect(invited.status).toBe(201)
  const { agent, invitationUrl } = invited.body
  expect(agent).toMatchObject({
    email: 'olga@desk.example',
    teamIds: [team.id],
    isActive: true,
    hasPassword: false,
  })
  const [letter] = await lettersTo('olga@desk.example')
  expect(letter?.text).toContain(invitationUrl)
  expect(letter?.text).toContain('Иван приглашает вас')

  const token = tokenOf(invitationUrl)
  expect((await ask({ method: 'GET', path: `/invitations/${token}` })).body).toEqual({
    purpose: 'invitation',
    email: 'olga@desk.example',
    name: 'Ольга',
    language: 'ru',
  })
  const accepted = await accept(token, { name: 'Ольга П.', password: 'мой новый пароль' })
  expect(accepted.status).toBe(201)
  expect(accepted.body.agent).toMatchObject({ name: 'Ольга П.', teamIds: [team.id] })
  expect(accepted.cookies[0]?.name).toBe('otklik_session')
  await signIn(app, { email: 'olga@desk.example', password: 'мой новый пароль' })
  const again = await accept(token)
  expect([again.status, again.body.error.name]).toEqual([410, 'link_expired'])
})

test('two who use one link at once: one gets in', async () => {
  const { invitationUrl } = (await invite('race@desk.example')).body
  const answers = await Promise.all([accept(tokenOf(invitationUrl)), accept(tokenOf(invitationUrl))])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 410])
})

test('an address is invited once, whoever asks and however it is written', async () => {
  expect((await invite('one@desk.example')).status).toBe(201)
  const answer = await invite(' One@Desk.Example ')
  expect([answer.status, answer.body.error.name]).toEqual([409, 'already_exists'])
  expect(await lettersTo('one@desk.example')).toHaveLength(1)
})

test('an unknown role or team stores nothing', async () => {
  for (const extra of [{ roleId: 999 }, { teamIds: [999] }]) {
    const answer = await invite('lost@desk.example', extra)
    expect([answer.status, answer.body.error.name]).toEqual([400, 'unknown_reference'])
  }
  expect(await lettersTo('lost@desk.example')).toEqual([])
})

test('a renewed invitation puts the older link out of force; a week does the same', async () => {
  const { agent, invitationUrl } = (await invite('late@desk.example')).body
  const renewed = await ask({ method: 'POST', path: `/agents/${agent.id}/invitation`, as })
  expect((await accept(tokenOf(invitationUrl))).status).toBe(410)
  clock.forward(8 * 86_400)
  expect((await accept(tokenOf(renewed.body.invitationUrl))).status).toBe(410)
  clock.forward(-8 * 86_400)
  expect((await accept(tokenOf(renewed.body.invitationUrl))).status).toBe(201)
})

test('a forgotten password: a letter, a new password, and everybody else is signed out', async () => {
  const agent = await buildAgent(db)
  const elsewhere = await signedIn(db, agent)
  const asked = await ask({ method: 'POST', path: '/password-resets', body: { email: agent.email } })
  expect([asked.status, asked.body]).toEqual([202, {}])
  await runJobs()
  const [letter] = await lettersTo(agent.email)
  expect(letter?.subject).toBe('A new password for Otklik')
  const token = tokenOf(/https:\S+/.exec(letter?.text ?? '')?.[0] ?? '')
  expect((await accept(token, { name: 'Somebody', password: 'something else' })).body.agent.name).toBe(
    agent.name,
  )
  expect((await ask({ method: 'GET', path: '/session', as: elsewhere })).status).toBe(401)
  await signIn(app, { email: agent.email, password: 'something else' })
})

test('an address nobody has gets the same answer and no letter; nor does an agent who is out', async () => {
  const out = await buildAgent(db, { isActive: false })
  for (const email of ['nobody@desk.example', out.email]) {
    const answer = await ask({ method: 'POST', path: '/password-resets', body: { email } })
    expect([answer.status, answer.body]).toEqual([202, {}])
    await runJobs()
    expect(await lettersTo(email)).toEqual([])
  }
})

test('nobody can fill a mailbox with password letters', async () => {
  const agent = await buildAgent(db)
  const statuses: number[] = []
  for (let i = 0; i < 12; i++) {
    const question = { method: 'POST', path: '/password-resets', body: { email: agent.email } } as const
    statuses.push((await ask({ ...question, from: '198.51.100.9' })).status)
  }
  expect(statuses).toEqual([...Array<number>(10).fill(202), 429, 429])
  await runJobs()
  expect(await lettersTo(agent.email)).toHaveLength(3)
})

test('a link lets in whom a guessing stranger keeps out', async () => {
  const agent = await buildAgent(db)
  const guess = { email: agent.email, password: 'a wrong password' }
  for (let i = 0; i < 6; i++)
    await ask({ method: 'POST', path: '/sessions', body: guess, from: '198.51.100.8' })
  const { invitationUrl } = (await ask({ method: 'POST', path: `/agents/${agent.id}/invitation`, as })).body
  expect((await accept(tokenOf(invitationUrl))).status).toBe(201)
  await signIn(app, { email: agent.email, password: 'a password of mine' })
})
