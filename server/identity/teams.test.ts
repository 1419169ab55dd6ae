import { expect, test } from 'vitest'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { identityRoutes, listTeams } from './index.ts'

const busyTeams = new Set<number>()
const { ask, db } = await testApp((api, platform) =>
  identityRoutes(api, platform, { hasOpenTickets: async (_, teamId) => busyTeams.has(teamId) }),
)
const lead = await buildAgent(db, { role: 'lead' })
const as = await signedIn(db, lead)
const create = (body: object) => ask({ method: 'POST', path: '/teams', as, body })

test('a team is made, changed and put away', async () => {
  const [one, two] = [await buildAgent(db), await buildAgent(db)]
  const made = await create({ name: ' Возвраты ', isIsolated: true, memberIds: [two.id, one.id, one.id] })
  expect(made.status).toBe(201)
  expect(made.body).toMatchObject({ name: 'Возвраты', isIsolated: true, memberIds: [one.id, two.id] })
  const path = `/teams/${made.body.id}`
  const changed = await ask({ method: 'PATCH', path, as, body: { memberIds: [two.id] } })
  expect(changed.body).toEqual({ ...made.body, memberIds: [two.id] })
  expect(await listTeams(db)).toEqual([changed.body])

  busyTeams.add(made.body.id)
  expect((await ask({ method: 'DELETE', path, as })).body.error.name).toBe('in_use')
  busyTeams.clear()
  expect((await ask({ method: 'DELETE', path, as })).status).toBe(200)
  expect((await ask({ method: 'DELETE', path, as })).status).toBe(404)
  expect((await ask({ method: 'GET', path: '/teams', as })).body.items).toEqual([])
  const session = await ask({ method: 'GET', path: '/session', as: await signedIn(db, two) })
  expect(session.body.agent.teamIds).toEqual([])
  // Its name is free again.
  expect((await create({ name: 'возвраты' })).status).toBe(201)
})

test('a name is given once, whatever its case, and also when two ask at once', async () => {
  const answers = await Promise.all([create({ name: 'Склад' }), create({ name: 'СКЛАД' })])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409])
  const other = (await create({ name: 'Доставка' })).body
  const renamed = await ask({ method: 'PATCH', path: `/teams/${other.id}`, as, body: { name: 'склад' } })
  expect(renamed.body.error.name).toBe('already_exists')
})

test('an unknown member stores nothing', async () => {
  const answer = await create({ name: 'Ghosts', memberIds: [lead.id, 9999] })
  expect([answer.status, answer.body.error.name]).toEqual([400, 'unknown_reference'])
  expect((await listTeams(db)).map(({ name }) => name)).not.toContain('Ghosts')
})
