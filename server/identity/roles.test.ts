import { expect, test } from 'vitest'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { identityRoutes } from './index.ts'

const { ask, db } = await testApp((api, platform) =>
  identityRoutes(api, platform, { hasOpenTickets: async () => false }),
)
const administrator = await buildAgent(db, { role: 'administrator' })
const as = await signedIn(db, administrator)
const names = { ru: 'Стажёр', en: 'Trainee' }

test('a role is made, changed, and removed when nobody has it', async () => {
  const body = { names, permissions: ['note.read', 'ticket.read', 'note.read'] }
  const made = await ask({ method: 'POST', path: '/roles', as, body })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ key: null, names, permissions: ['ticket.read', 'note.read'] })
  const { id } = made.body

  const agent = await buildAgent(db, { role: id })
  const theirs = await signedIn(db, agent)
  expect((await ask({ method: 'DELETE', path: `/roles/${id}`, as })).body.error.name).toBe('in_use')
  const changed = await ask({
    method: 'PATCH',
    path: `/roles/${id}`,
    as,
    body: { permissions: ['audit.read'] },
  })
  expect(changed.body).toEqual({ ...made.body, permissions: ['audit.read'] })
  expect((await ask({ method: 'GET', path: '/audit', as: theirs })).status).toBe(200)

  await db.updateTable('agent').set({ role_id: administrator.roleId }).where('id', '=', agent.id).execute()
  expect((await ask({ method: 'DELETE', path: `/roles/${id}`, as })).status).toBe(200)
  const { items } = (await ask({ method: 'GET', path: '/roles', as })).body
  expect(items.map((role: { key: string }) => role.key)).toEqual(['administrator', 'lead', 'agent'])
})

test('two roles are not called the same, in either language, also when two ask at once', async () => {
  const make = (ru: string, en: string) =>
    ask({ method: 'POST', path: '/roles', as, body: { names: { ru, en }, permissions: [] } })
  const answers = await Promise.all([make('Ночная смена', 'Night shift'), make('Ночная Смена', 'Other')])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409])
  const taken = await make('Новая', 'team LEAD')
  expect([taken.status, taken.body.error.name]).toEqual([409, 'already_exists'])
  const { id } = answers.find(({ status }) => status === 201)?.body ?? {}
  const rename = (ru: string, en: string) =>
    ask({ method: 'PATCH', path: `/roles/${id}`, as, body: { names: { ru, en } } })
  expect((await rename('Руководитель', 'Night')).status).toBe(409)
  expect((await rename('Ночная смена', 'Night')).status).toBe(200)
  expect((await ask({ method: 'DELETE', path: `/roles/${id}`, as })).status).toBe(200)
})

test('a request sent twice with one key makes one role', async () => {
  const question = {
    method: 'POST',
    path: '/roles',
    as,
    body: { names, permissions: [] },
    headers: { 'idempotency-key': 'once' },
  } as const
  const [first, second] = [await ask(question), await ask(question)]
  expect(second.body).toEqual(first.body)
  const rows = await db.selectFrom('role').select('id').where('key', 'is', null).execute()
  expect(rows).toEqual([{ id: first.body.id }])
})

test('the built-in roles stay, and the administrator keeps every right', async () => {
  const { items } = (await ask({ method: 'GET', path: '/roles', as })).body
  for (const role of items.filter(({ key }: { key: string | null }) => key !== null)) {
    const answer = await ask({ method: 'DELETE', path: `/roles/${role.id}`, as })
    expect([answer.status, answer.body.error.name]).toEqual([403, 'not_allowed'])
  }
  const path = `/roles/${administrator.roleId}`
  await db.deleteFrom('role').where('key', 'is', null).execute()
  expect((await ask({ method: 'PATCH', path, as, body: { permissions: ['ticket.read'] } })).status).toBe(403)
  expect((await ask({ method: 'PATCH', path, as, body: { names } })).body.names).toEqual(names)
})
