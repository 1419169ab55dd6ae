import { expect, test } from 'vitest'
import { calendarRoutes, createCalendar } from '#server/calendars/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { slaRoutes } from '#server/sla/index.ts'
import { mergeTickets } from '#server/tickets/merge-tickets.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn, withApiKey } from '#test/builders/agent.ts'
import { aroundTheClock, business, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { slaDesk } from '#test/builders/sla-desk.ts'

const { db, ask, platform } = await testApp((api, given) => {
  slaRoutes(api, given)
  calendarRoutes(api, given)
})
const desk = await slaDesk(platform, new Date().toISOString())
const administrator = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
const agent = await signedIn(db, await buildAgent(db, { role: 'agent' }))
const team = await buildTeam(db, { isIsolated: true })
const outsider = await signedIn(
  db,
  await buildAgent(db, { role: ['ticket.read'], teamIds: [(await buildTeam(db, { isIsolated: true })).id] }),
)
const calendar = await inTransaction(db, (tx) =>
  createCalendar(
    tx,
    desk.actor,
    {
      name: 'Moscow',
      timeZone: 'Europe/Moscow',
      week: [1, 2, 3, 4, 5, 6, 7].map((day) => (day < 6 ? [{ from: '09:00', to: '18:00' }] : [])),
      holidays: { kind: 'none' },
      days: [],
    },
    new Date(),
  ),
)
const calendarId = calendar.id
const policy = slaPolicy({
  name: 'Promise',
  calendarId,
  targets: everyPriority({ firstReply: aroundTheClock(60), solution: business(480) }),
})

test('a policy is added, listed with its tickets, changed, and archived', async () => {
  const added = await ask({
    method: 'POST',
    path: '/sla/policies',
    as: administrator,
    body: { policy, includesOpen: false },
  })
  expect(added).toMatchObject({
    status: 201,
    body: { name: 'Promise', version: 1, position: 1, openTickets: 0 },
  })
  const { id } = added.body
  const ticketId = await desk.message({ teamId: team.id })
  await desk.follow()
  const listed = await ask({ method: 'GET', path: '/sla/policies', as: administrator })
  expect(listed.body.items).toMatchObject([{ id, openTickets: 1, overdueTickets: 0 }])
  const shorter = { ...policy, targets: everyPriority({ firstReply: aroundTheClock(30) }) }
  const preview = await ask({
    method: 'POST',
    path: '/sla/preview',
    as: administrator,
    body: { policyId: id, policy: shorter, includesOpen: false },
  })
  expect(preview.body).toMatchObject({
    isWhole: true,
    touched: 1,
    sooner: 1,
    later: 0,
    examples: [{ ticketId, clock: 'first_reply', policyBefore: 'Promise', policyAfter: 'Promise' }],
  })
  const before = await desk.due(ticketId)
  expect(preview.body.examples[0].dueBefore).toBe(before?.at)
  const body = { version: 1, policy: shorter, includesOpen: false }
  expect(await ask({ method: 'PUT', path: `/sla/policies/${id}`, as: administrator, body })).toMatchObject({
    status: 200,
    body: { version: 2 },
  })
  expect((await ask({ method: 'PUT', path: `/sla/policies/${id}`, as: administrator, body })).status).toBe(
    409,
  )
  expect((await ask({ method: 'GET', path: '/sla/recomputation', as: administrator })).body).toMatchObject({
    state: 'running',
    total: 1,
  })
  await desk.follow()
  expect(await desk.due(ticketId)).toEqual({ at: preview.body.examples[0].dueAfter, kind: 'first_reply' })
  expect((await ask({ method: 'GET', path: '/sla/recomputation', as: administrator })).body).toMatchObject({
    state: 'idle',
    done: 1,
    total: 1,
  })
  const gone = await ask({ method: 'DELETE', path: `/sla/policies/${id}`, as: administrator })
  expect(gone.status).toBe(200)
  await desk.follow()
  expect(await desk.due(ticketId)).toBe(null)
})

test('a policy can take in the tickets there are; the order decides; a calendar’s change is counted anew', async () => {
  const ticketId = await desk.message()
  const [first, second] = [
    await desk.policy(
      { ...policy, name: 'First', targets: everyPriority({ solution: business(480) }) },
      true,
    ),
    await desk.policy({
      ...policy,
      name: 'Second',
      targets: everyPriority({ solution: aroundTheClock(600) }),
    }),
  ]
  await desk.follow()
  const was = await desk.due(ticketId)
  expect(was).toMatchObject({ kind: 'solution' })
  const days = [0, 1, 2, 3, 4, 5, 6, 7, 8, 9].map((ahead) => ({
    date: new Date(Date.now() + ahead * 86_400_000).toISOString().slice(0, 10),
    name: 'Closed',
    kind: 'off',
  }))
  const changed = await ask({
    method: 'PATCH',
    path: `/calendars/${calendarId}`,
    as: administrator,
    body: { version: 1, days },
  })
  expect(changed.status).toBe(200)
  await desk.follow()
  expect(Date.parse((await desk.due(ticketId))?.at ?? '')).toBeGreaterThan(
    Date.parse(was?.at ?? '') + 5 * 86_400_000,
  )
  const order = { before: [first, second], ids: [second, first], includesOpen: true }
  expect(
    (await ask({ method: 'PUT', path: '/sla/policies/order', as: administrator, body: order })).status,
  ).toBe(200)
  await desk.follow()
  const clocks = await ask({ method: 'GET', path: `/tickets/${ticketId}/clocks`, as: agent })
  expect(clocks.body.policy).toMatchObject({ name: 'Second', calendar: { name: 'Moscow' } })
})

test('of two who put the policies in order at once one is refused and the other’s order stands', async () => {
  const list = async () => {
    const { body } = await ask({ method: 'GET', path: '/sla/policies', as: administrator })
    return body.items.map((each: { id: number }) => each.id) as number[]
  }
  for (const name of ['Third', 'Fourth']) await desk.policy({ ...policy, name })
  const before = await list()
  const put = (ids: number[]) =>
    ask({
      method: 'PUT',
      path: '/sla/policies/order',
      as: administrator,
      body: { before, ids, includesOpen: false },
    })
  const wishes = [before.toReversed(), before.toSpliced(0, 1).concat(before.slice(0, 1))]
  const answers = await Promise.all(wishes.map(put))
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  const stands = wishes[answers.findIndex(({ status }) => status === 200)]
  expect(await list()).toEqual(stands)
  // Whoever saw the old order does not undo what another did meanwhile.
  expect((await put(before)).body.error.name).toBe('version_conflict')
  expect(await list()).toEqual(stands)
})

test('nonsense is refused by name', async () => {
  const post = (change: object) =>
    ask({
      method: 'POST',
      path: '/sla/policies',
      as: administrator,
      body: { policy: { ...policy, name: 'Another', ...change }, includesOpen: false },
    })
  expect((await post({ name: 'first' })).body.error.name).toBe('already_exists')
  expect((await post({ calendarId: 4711 })).body.error.name).toBe('unknown_reference')
  expect((await post({ stages: [{ teamId: 4711, target: business(5) }] })).body.error.name).toBe(
    'unknown_reference',
  )
  const twice = { teamId: team.id, target: business(5) }
  expect((await post({ stages: [twice, twice] })).status).toBe(400)
  expect((await post({ targets: {} })).status).toBe(400)
  expect((await post({ conditions: [{ field: 'moon', operator: 'any_of', ids: [1] }] })).status).toBe(400)
  const { items } = (await ask({ method: 'GET', path: '/sla/policies', as: administrator })).body
  const before = items.map((each: { id: number }) => each.id)
  const order = { before, ids: [4711], includesOpen: false }
  expect(
    (await ask({ method: 'PUT', path: '/sla/policies/order', as: administrator, body: order })).status,
  ).toBe(400)
  expect((await ask({ method: 'GET', path: '/sla/policies/4711', as: administrator })).status).toBe(404)
  expect((await ask({ method: 'DELETE', path: '/sla/policies/4711', as: administrator })).status).toBe(404)
})

test('policies are for those who arrange the desk; clocks for those who see the ticket', async () => {
  const guarded = [
    ['GET', '/sla/policies'],
    ['GET', '/sla/policies/1'],
    ['POST', '/sla/policies'],
    ['PUT', '/sla/policies/1'],
    ['DELETE', '/sla/policies/1'],
    ['PUT', '/sla/policies/order'],
    ['POST', '/sla/preview'],
    ['GET', '/sla/recomputation'],
  ] as const
  for (const [method, path] of guarded) {
    expect([path, (await ask({ method, path })).status]).toEqual([path, 401])
    expect([path, (await ask({ method, path, as: agent })).status]).toEqual([path, 403])
  }
  const ticketId = await desk.message({ teamId: team.id })
  await desk.follow()
  const path = `/tickets/${ticketId}/clocks`
  expect((await ask({ method: 'GET', path })).status).toBe(401)
  expect((await ask({ method: 'GET', path, as: outsider })).status).toBe(404)
  const key = await withApiKey(db, await buildAgent(db, { role: 'administrator' }), ['automation.manage'])
  expect((await ask({ method: 'GET', path, as: key })).status).toBe(403)
  expect((await ask({ method: 'GET', path: '/tickets/none/clocks', as: agent })).status).toBe(400)
  expect((await ask({ method: 'GET', path, as: agent })).status).toBe(200)
})

test('an agent puts a ticket under another policy and gives the choice back; who may not see or change it cannot', async () => {
  const add = async (name: string) =>
    (
      await ask({
        method: 'POST',
        path: '/sla/policies',
        as: administrator,
        body: { policy: { ...policy, name }, includesOpen: false },
      })
    ).body.id as number
  const [usual, other] = [await add('Usual'), await add('By hand')]
  const open = await desk.message()
  const hidden = await desk.message({ teamId: team.id })
  await desk.follow()
  const put = (ticketId: number, policyId: number | null, as: Record<string, string>) =>
    ask({ method: 'PUT', path: `/tickets/${ticketId}/sla-policy`, body: { policyId }, as })
  const set = await put(open, other, agent)
  expect(set).toMatchObject({ status: 200, body: { policy: { id: other, isSet: true } } })
  expect(set.body.choices).toEqual(
    expect.arrayContaining([
      { id: usual, name: 'Usual' },
      { id: other, name: 'By hand' },
    ]),
  )
  const back = await put(open, null, agent)
  expect(back.body.policy).toMatchObject({ isSet: false })
  expect(back.body.policy.id).not.toBe(other)
  expect((await put(open, 4711, agent)).body.error.name).toBe('unknown_reference')
  const apart = await signedIn(
    db,
    await buildAgent(db, {
      role: ['ticket.read', 'ticket.update'],
      teamIds: [(await buildTeam(db, { isIsolated: true })).id],
    }),
  )
  expect((await put(hidden, other, apart)).status).toBe(404)
  expect((await ask({ method: 'GET', path: `/tickets/${hidden}/clocks`, as: apart })).status).toBe(404)
  expect((await put(open, other, outsider)).status).toBe(403)
})

test('a ticket that went into another is put under no policy: its clocks are those of the other', async () => {
  const added = await ask({
    method: 'POST',
    path: '/sla/policies',
    as: administrator,
    body: { policy: { ...policy, name: 'Of the merged' }, includesOpen: false },
  })
  const policyId = added.body.id as number
  const [source, target] = [await desk.message(), await desk.message()]
  await desk.follow()
  await inTransaction(db, (tx) => mergeTickets(tx, desk.actor, target, [source], desk.now()))
  await desk.follow()
  const path = `/tickets/${source}/sla-policy`
  for (const wish of [policyId, null]) {
    const refused = await ask({ method: 'PUT', path, body: { policyId: wish }, as: agent })
    expect(refused).toMatchObject({
      status: 409,
      body: { error: { name: 'ticket_merged', detail: { ticketId: target } } },
    })
  }
  await desk.follow()
  expect(await desk.due(source)).toBe(null)
  const clocks = await ask({ method: 'GET', path: `/tickets/${source}/clocks`, as: agent })
  expect(clocks.body).toMatchObject({ choices: [] })
})
