import { expect, test } from 'vitest'
import { Permission } from '#contract/permissions.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildRole, buildTeam, signedIn } from '#test/builders/agent.ts'
import { identityRoutes, listAgentNames } from './index.ts'

const { ask, db } = await testApp((api, platform) =>
  identityRoutes(api, platform, { hasOpenTickets: async () => false }),
)
const administrator = await buildAgent(db, { role: 'administrator', name: 'Иван' })
const as = await signedIn(db, administrator)
const change = (id: number, body: object, by = as) =>
  ask({ method: 'PATCH', path: `/agents/${id}`, body, as: by })
const roleId = async (key: 'lead' | 'agent') =>
  (await db.selectFrom('role').select('id').where('key', '=', key).executeTakeFirstOrThrow()).id
const lastEvent = () =>
  db.selectFrom('event').selectAll().orderBy('id', 'desc').limit(1).executeTakeFirstOrThrow()

test('an agent is changed, and the change is in the audit', async () => {
  const [one, two] = [await buildTeam(db), await buildTeam(db)]
  const agent = await buildAgent(db, { teamIds: [one.id], name: 'Before' })
  const answer = await change(agent.id, { name: ' After ', roleId: await roleId('lead'), teamIds: [two.id] })
  expect(answer.status).toBe(200)
  expect(answer.body).toMatchObject({
    name: 'After',
    roleId: await roleId('lead'),
    teamIds: [two.id],
    isActive: true,
  })
  const list = (await ask({ method: 'GET', path: '/agents', as })).body.items
  expect(list).toContainEqual(answer.body)
  expect(await lastEvent()).toMatchObject({
    type: 'agent.updated',
    ticket_id: null,
    actor_kind: 'agent',
    actor_id: administrator.id,
    data: {
      agentId: agent.id,
      name: 'After',
      roleId: answer.body.roleId,
      teamIds: [two.id],
      before: { name: 'Before', roleId: agent.roleId, teamIds: [one.id] },
    },
  })
})

test('a change that changes nothing leaves no trace', async () => {
  const agent = await buildAgent(db)
  const before = await lastEvent()
  expect((await change(agent.id, { name: agent.name, isActive: true })).status).toBe(200)
  expect((await lastEvent()).id).toBe(before.id)
})

test('who is put out loses sessions and links, and stays named in history', async () => {
  const agent = await buildAgent(db, { name: 'Gone' })
  const theirs = await signedIn(db, agent)
  const { invitationUrl } = (await ask({ method: 'POST', path: `/agents/${agent.id}/invitation`, as })).body
  expect((await change(agent.id, { isActive: false })).body.isActive).toBe(false)
  expect((await ask({ method: 'GET', path: '/session', as: theirs })).status).toBe(401)
  const token = invitationUrl.split('/').at(-1)
  expect((await ask({ method: 'GET', path: `/invitations/${token}` })).status).toBe(410)
  expect((await ask({ method: 'POST', path: `/agents/${agent.id}/invitation`, as })).status).toBe(403)
  expect(await listAgentNames(db)).toContainEqual({ id: agent.id, name: 'Gone', isActive: false })
  expect((await change(agent.id, { isActive: true })).body.isActive).toBe(true)
  // An old session does not come back to life with its agent.
  expect((await ask({ method: 'GET', path: '/session', as: theirs })).status).toBe(401)
})

test('one administrator who can sign in always remains, also when two go at once', async () => {
  await buildAgent(db, { role: 'administrator', hasPassword: false })
  for (const body of [{ isActive: false }, { roleId: await roleId('agent') }]) {
    const answer = await change(administrator.id, body)
    expect([answer.status, answer.body.error.name]).toEqual([409, 'last_administrator'])
  }
  const second = await buildAgent(db, { role: 'administrator' })
  const asSecond = await signedIn(db, second)
  const lower = { roleId: await roleId('agent') }
  const answers = await Promise.all([change(second.id, lower, asSecond), change(administrator.id, lower, as)])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  await db
    .updateTable('agent')
    .set({ role_id: administrator.roleId })
    .where('id', '=', administrator.id)
    .execute()
})

test('nobody raises themselves or others above themselves, nor touches who stands higher', async () => {
  const deputy = await buildAgent(db, { role: ['agent.manage', 'ticket.read', 'ticket.read_all'] })
  const by = await signedIn(db, deputy)
  const reader = await buildRole(db, ['ticket.read'])
  const colleague = await buildAgent(db, { role: reader.id })
  const invitation = { email: 'x@desk.example', name: 'X', language: 'en' }
  const refused = [
    await change(deputy.id, { roleId: administrator.roleId }, by),
    await change(colleague.id, { roleId: await roleId('agent') }, by),
    await change(administrator.id, { isActive: false }, by),
    await ask({ method: 'POST', path: `/agents/${administrator.id}/invitation`, as: by }),
    await ask({
      method: 'POST',
      path: '/agents',
      as: by,
      body: { ...invitation, roleId: administrator.roleId },
    }),
    await ask({
      method: 'POST',
      path: '/roles',
      as: by,
      body: { names: { ru: 'Р', en: 'R' }, permissions: ['desk.manage'] },
    }),
    await ask({
      method: 'PATCH',
      path: `/roles/${deputy.roleId}`,
      as: by,
      body: { permissions: [...Permission.options] },
    }),
    await ask({
      method: 'PATCH',
      path: `/roles/${administrator.roleId}`,
      as: by,
      body: { names: { ru: 'Р', en: 'R' } },
    }),
  ]
  for (const answer of refused) expect([answer.status, answer.body.error.name]).toEqual([403, 'not_allowed'])
  expect((await change(colleague.id, { name: 'Renamed' }, by)).status).toBe(200)
  const invited = { ...invitation, roleId: reader.id }
  expect((await ask({ method: 'POST', path: '/agents', as: by, body: invited })).status).toBe(201)
})

test('whoever is limited to their teams does not decide about teams', async () => {
  const [walled, other] = [await buildTeam(db, { isIsolated: true }), await buildTeam(db)]
  const limited = await buildAgent(db, { role: ['agent.manage', 'team.manage'], teamIds: [walled.id] })
  const by = await signedIn(db, limited)
  const refused = [
    await change(limited.id, { teamIds: [walled.id, other.id] }, by),
    await ask({ method: 'PATCH', path: `/teams/${walled.id}`, as: by, body: { isIsolated: false } }),
    await ask({ method: 'PATCH', path: `/teams/${other.id}`, as: by, body: { memberIds: [limited.id] } }),
    await ask({ method: 'DELETE', path: `/teams/${walled.id}`, as: by }),
    await ask({ method: 'POST', path: '/teams', as: by, body: { name: 'Mine', memberIds: [limited.id] } }),
  ]
  for (const answer of refused) expect([answer.status, answer.body.error.name]).toEqual([403, 'not_allowed'])
})
