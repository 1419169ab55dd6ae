import { expect, test } from 'vitest'
import { testApp } from '#test/app.ts'
import { buildAgent, builtPassword, signedIn, signIn } from '#test/builders/agent.ts'
import { identityRoutes } from './index.ts'

const { app, ask, db } = await testApp((api, platform) =>
  identityRoutes(api, platform, { hasOpenTickets: async () => false }),
)
const patch = (as: Record<string, string>, body: object) =>
  ask({ method: 'PATCH', path: '/session', as, body })

test('name, language, theme and time zone are one’s own to change', async () => {
  const as = await signedIn(db, await buildAgent(db))
  const wishes = { name: 'Ольга', language: 'ru', theme: 'dark', timeZone: 'Asia/Yekaterinburg' }
  expect((await patch(as, wishes)).body.agent).toMatchObject(wishes)
  expect((await patch(as, { timeZone: null })).body.agent).toMatchObject({ ...wishes, timeZone: null })
  expect((await patch(as, {})).status).toBe(200)
  // From now on errors are told in Russian.
  expect((await patch(as, { theme: 'pink' })).body.error.message).toMatch(/^Проверьте/)
})

test('so are the signature and the position under it; a mistake in it is named and saves nothing', async () => {
  const as = await signedIn(db, await buildAgent(db, { language: 'ru' }))
  const wishes = { position: 'Инженер', signature: '<p>{{ agent.name }}, {{ agent.position }}</p>' }
  expect((await patch(as, wishes)).body.agent).toMatchObject(wishes)
  const { status, body } = await patch(as, { position: 'Другая', signature: 'Пока,\n{{ agent.nmae }}' })
  expect([status, body.error.name, body.error.detail]).toEqual([
    400,
    'bad_template',
    { problem: 'unknown_variable', word: 'agent.nmae', line: 2 },
  ])
  expect(body.error.message).toMatch(/^В шаблоне ошибка/)
  expect((await ask({ method: 'GET', path: '/session', as })).body.agent).toMatchObject(wishes)
  expect((await patch(as, { signature: 'x'.repeat(20_001) })).status).toBe(400)
  expect((await patch(as, { signature: '', position: '' })).body.agent).toMatchObject({ signature: '' })
})

test('a new password needs the current one, and signs everybody else out', async () => {
  const agent = await buildAgent(db)
  const here = await signIn(app, agent)
  const elsewhere = await signedIn(db, agent)
  const wrong = await patch(here, { password: { current: 'a wrong password', next: 'a new password' } })
  expect([wrong.status, wrong.body.error.name]).toEqual([401, 'wrong_credentials'])
  expect((await ask({ method: 'GET', path: '/session', as: elsewhere })).status).toBe(200)
  const right = await patch(here, { password: { current: builtPassword, next: 'a new password' } })
  expect(right.status).toBe(200)
  expect((await ask({ method: 'GET', path: '/session', as: elsewhere })).status).toBe(401)
  expect((await ask({ method: 'GET', path: '/session', as: here })).status).toBe(200)
  await signIn(app, { ...agent, password: 'a new password' })
  await expect(signIn(app, agent)).rejects.toThrow('401')
})

test('a stolen session cannot try out the current password for long', async () => {
  const as = await signedIn(db, await buildAgent(db))
  const guess = () => patch(as, { password: { current: 'a wrong password', next: 'a new password' } })
  for (let i = 0; i < 5; i++) expect((await guess()).status).toBe(401)
  expect((await guess()).status).toBe(429)
})

test('one’s sessions are listed, and ended one by one; others’ are out of reach', async () => {
  const agent = await buildAgent(db)
  const here = await signIn(app, agent)
  const elsewhere = await signIn(app, agent)
  const { items } = (await ask({ method: 'GET', path: '/sessions', as: here })).body
  expect(items).toHaveLength(2)
  expect(items[0]).toMatchObject({ ip: '127.0.0.1', userAgent: 'lightMyRequest' })
  const other = items.find(({ isCurrent }: { isCurrent: boolean }) => !isCurrent)
  const stranger = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
  const path = `/sessions/${other.id}`
  expect((await ask({ method: 'DELETE', path, as: stranger })).status).toBe(404)
  expect((await ask({ method: 'GET', path: '/session', as: elsewhere })).status).toBe(200)
  expect((await ask({ method: 'DELETE', path, as: here })).status).toBe(200)
  expect((await ask({ method: 'GET', path: '/session', as: elsewhere })).status).toBe(401)
  expect((await ask({ method: 'GET', path: '/sessions', as: here })).body.items).toHaveLength(1)
})
