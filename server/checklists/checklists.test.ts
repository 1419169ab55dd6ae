import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { applyTicketActions, lockTicketRow, openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { checklistRoutes } from './index.ts'

const { ask, db, clock } = await testApp((api, platform) => {
  const { database, notices } = platform
  checklistRoutes(api, platform)
  ticketRoutes(api, platform, openPresence(database.db, notices, platform.clock))
})
const lead = await signedIn(db, await buildAgent(db, { role: 'lead' }))
const agent = await buildAgent(db, { name: 'Anna' })
const anna = await signedIn(db, agent)
const reader = await signedIn(db, await buildAgent(db, { role: ['ticket.read'] }))
const { id: solvedId } = await db
  .selectFrom('ticket_status')
  .select('id')
  .where('category', '=', 'solved')
  .executeTakeFirstOrThrow()

let serial = 0
const create = async (more: object = {}) => {
  const body = { name: `Check ${++serial}`, items: ['First', 'Second'], ...more }
  const answer = await ask({ method: 'POST', path: '/checklists', body, as: lead })
  expect(answer.status, JSON.stringify(answer.body)).toBe(201)
  return answer.body
}
const newTicket = async () => (await buildMessage(db)).ticketId
const start = (ticketId: number, checklistId: number, as: Record<string, string> = anna) =>
  ask({ method: 'POST', path: `/tickets/${ticketId}/checklists`, body: { checklistId }, as })
const listOf = async (ticketId: number) =>
  (await ask({ method: 'GET', path: `/tickets/${ticketId}/checklists`, as: anna })).body.items
const tick = (itemId: number, isDone = true, as: Record<string, string> = anna) =>
  ask({ method: 'PATCH', path: `/checklist-items/${itemId}`, body: { isDone }, as })
const solve = async (ticketId: number) => {
  const { body } = await ask({ method: 'GET', path: `/tickets/${ticketId}`, as: anna })
  const change = { version: body.version, statusId: solvedId }
  return ask({ method: 'PATCH', path: `/tickets/${ticketId}`, body: change, as: anna })
}
const eventsOf = async (ticketId: number) =>
  (
    await db
      .selectFrom('event')
      .select('type')
      .where('ticket_id', '=', ticketId)
      .where('type', 'like', 'checklist.%')
      .orderBy('id')
      .execute()
  ).map(({ type }) => type)

test('templates are added, changed, put in order and archived, by whoever may', async () => {
  const [one, two] = [await create(), await create({ isRequired: true })]
  const order = { ids: [two.id, one.id] }
  const ordered = await ask({ method: 'PUT', path: '/checklists/order', body: order, as: lead })
  expect(ordered.body.items.map(({ id }: { id: number }) => id).slice(0, 2)).toEqual(order.ids)
  const path = `/checklists/${one.id}`
  const change = { version: one.version, items: ['Only'], isArchived: true }
  const changed = await ask({ method: 'PATCH', path, body: change, as: lead })
  expect(changed.body).toMatchObject({ items: ['Only'], isArchived: true, isRequired: false })
  expect((await start(await newTicket(), one.id)).body.error.name).toBe('unknown_reference')
  const attempts = [
    { method: 'POST', path: '/checklists', body: { name: 'x', items: ['y'] } },
    { method: 'PATCH', path, body: { version: 2, isArchived: false } },
    { method: 'PUT', path: '/checklists/order', body: order },
  ] as const
  for (const attempt of attempts) {
    expect((await ask(attempt)).status).toBe(401)
    expect((await ask({ ...attempt, as: anna })).status).toBe(403)
  }
  const empty = { name: 'Nothing', items: [] }
  expect((await ask({ method: 'POST', path: '/checklists', body: empty, as: lead })).status).toBe(400)
  expect((await ask({ method: 'GET', path: '/checklists' })).status).toBe(401)
})

test('two who change one at once: the later is told, and overwrites nothing', async () => {
  const { id, version } = await create()
  const path = `/checklists/${id}`
  const answers = await Promise.all(
    ['Third', 'Fourth'].map((text) =>
      ask({ method: 'PATCH', path, body: { version, items: ['First', 'Second', text] }, as: lead }),
    ),
  )
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  const saved = answers.find(({ status }) => status === 200)
  const refused = answers.find(({ status }) => status === 409)
  expect(refused?.body.error).toMatchObject({ name: 'version_conflict', detail: { version: version + 1 } })
  const { body } = await ask({ method: 'GET', path: '/checklists', as: lead })
  expect(body.items.find((each: { id: number }) => each.id === id)).toEqual(saved?.body)
  expect((await ask({ method: 'PATCH', path, body: { isArchived: true }, as: lead })).status).toBe(400)
})

test('there is an end to how many a ticket has, for agents and for rules', async () => {
  const template = await create()
  const ticketId = await newTicket()
  const one = {
    ticket_id: ticketId,
    checklist_id: template.id,
    name: 'Done',
    is_required: false,
    started_at: clock.now(),
    started_by_id: null,
  }
  await db
    .insertInto('ticket_checklist')
    .values(Array.from({ length: 49 }, () => one))
    .execute()
  const last = await start(ticketId, template.id)
  expect(last.body.items).toHaveLength(50)
  for (const item of last.body.items[49].items) await tick(item.id)
  expect((await start(ticketId, template.id)).body.error.name).toBe('too_many_checklists')
  const by = { actor: { kind: 'system', id: null } } as const
  const applied = await inTransaction(db, async (tx) => {
    const ticket = await lockTicketRow(tx, ticketId)
    if (!ticket) throw new Error('gone')
    const action = { type: 'start_checklist', checklistId: template.id } as const
    return applyTicketActions(tx, ticket, [action], by, clock.now())
  })
  expect(applied.skipped.map(({ reason }) => reason)).toEqual(['too_many_checklists'])
  expect(await listOf(ticketId)).toHaveLength(50)
})

test('one is started, ticked by somebody at some time, and finished', async () => {
  const template = await create()
  const ticketId = await newTicket()
  const started = await start(ticketId, template.id)
  expect(started.status).toBe(201)
  const [checklist] = started.body.items
  expect(checklist).toMatchObject({ name: template.name, items: [{ text: 'First', doneAt: null }, {}] })
  // What was promised stays what it was.
  const path = `/checklists/${template.id}`
  await ask({ method: 'PATCH', path, body: { version: 1, name: 'Other', items: ['Else'] }, as: lead })
  expect((await start(ticketId, template.id)).body.error.name).toBe('already_exists')
  const [first, second] = checklist.items
  const ticked = await tick(first.id)
  expect(ticked.body.items[0]).toMatchObject({ doneBy: { id: agent.id, name: 'Anna' } })
  expect((await tick(first.id, true, lead)).body.items[0].doneBy.name).toBe('Anna')
  await tick(first.id, false)
  expect((await listOf(ticketId))[0].items[0]).toMatchObject({ doneAt: null, doneBy: null })
  await Promise.all([tick(first.id), tick(second.id)])
  expect(await eventsOf(ticketId)).toEqual(['checklist.started', 'checklist.finished'])
  // Finished, the same may be begun again.
  expect((await start(ticketId, template.id)).body.items).toHaveLength(2)
  const removal = { method: 'DELETE', path: `/ticket-checklists/${checklist.id}` } as const
  expect((await ask(removal)).status).toBe(401)
  expect((await ask({ ...removal, as: reader })).status).toBe(403)
  expect((await ask({ ...removal, as: anna })).status).toBe(200)
  expect((await ask({ ...removal, as: anna })).status).toBe(404)
  expect(await listOf(ticketId)).toHaveLength(1)
})

test('two who tick two items at once: both are ticked, each by whoever did it, and it is finished once', async () => {
  const template = await create({ items: Array.from({ length: 10 }, (_, at) => `Step ${at}`) })
  const ticketId = await newTicket()
  const { body } = await start(ticketId, template.id)
  const items: { id: number }[] = body.items[0].items
  await Promise.all(items.map(({ id }, at) => tick(id, true, at % 2 ? lead : anna)))
  const [checklist] = await listOf(ticketId)
  expect(checklist.items.map((item: { doneBy: { name: string } }) => item.doneBy.name === 'Anna')).toEqual(
    items.map((_, at) => at % 2 === 0),
  )
  expect(await eventsOf(ticketId)).toEqual(['checklist.started', 'checklist.finished'])
})

test('a required one stands before the solution', async () => {
  const template = await create({ isRequired: true })
  const ticketId = await newTicket()
  const { body } = await start(ticketId, template.id)
  const refused = await solve(ticketId)
  expect(refused.status).toBe(409)
  expect(refused.body.error).toMatchObject({
    name: 'checklist_unfinished',
    detail: { checklists: [template.name] },
  })
  for (const item of body.items[0].items) await tick(item.id)
  expect((await solve(ticketId)).body.statusCategory).toBe('solved')
})

test('two who start the same at once have started one', async () => {
  const template = await create()
  const ticketId = await newTicket()
  const answers = await Promise.all([start(ticketId, template.id), start(ticketId, template.id, lead)])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([201, 409])
})

test('a rule starts one, not twice, and does not solve past it', async () => {
  const template = await create({ isRequired: true })
  const ticketId = await newTicket()
  const cause = { kind: 'rule', id: 3, name: 'Returns' } as const
  const by = { actor: { kind: 'system', id: null }, cause } as const
  const act = (actions: Parameters<typeof applyTicketActions>[2]) =>
    inTransaction(db, async (tx) => {
      const ticket = await lockTicketRow(tx, ticketId)
      if (!ticket) throw new Error('gone')
      return applyTicketActions(tx, ticket, actions, by, clock.now())
    })
  await act([{ type: 'start_checklist', checklistId: template.id }])
  await act([{ type: 'start_checklist', checklistId: template.id }])
  expect(await listOf(ticketId)).toHaveLength(1)
  const applied = await act([
    { type: 'set_status', statusId: solvedId },
    { type: 'start_checklist', checklistId: 999_999 },
    { type: 'add_tags', tags: ['returned'] },
  ])
  expect(applied.skipped.map(({ reason }) => reason).toSorted()).toEqual([
    'checklist_unfinished',
    'unknown_reference',
  ])
  expect(Object.keys(applied.differences)).toEqual(['tags'])
})

test('goes with its ticket into another, and back', async () => {
  const template = await create()
  const [one, two] = [await newTicket(), await newTicket()]
  const { body } = await start(two, template.id)
  const merge = {
    method: 'POST',
    path: `/tickets/${one}/merge`,
    body: { sourceIds: [two] },
    as: anna,
  } as const
  expect((await ask(merge)).status).toBe(200)
  expect(await listOf(one)).toMatchObject([{ ticketId: two, name: template.name }])
  // It is worked on where it is seen: nothing new begins in the ticket that went away.
  const other = await create()
  const refused = await start(two, other.id)
  expect(refused).toMatchObject({
    status: 409,
    body: { error: { name: 'ticket_merged', detail: { ticketId: one } } },
  })
  expect(await listOf(two)).toHaveLength(1)
  expect((await tick(body.items[0].items[0].id)).status).toBe(200)
  const merges = await ask({ method: 'GET', path: `/tickets/${one}/merges`, as: anna })
  const path = `/ticket-merges/${merges.body.items[0].id}/undo`
  expect((await ask({ method: 'POST', path, as: anna })).status).toBe(200)
  expect(await listOf(one)).toEqual([])
  expect((await listOf(two))[0].items[0].doneAt).not.toBeNull()
})

test('whoever may not see the ticket sees no checklist of it', async () => {
  const template = await create()
  const team = await buildTeam(db, { isIsolated: true })
  const role = ['ticket.read', 'ticket.update'] as const
  const outsider = await signedIn(db, await buildAgent(db, { role: [...role], teamIds: [team.id] }))
  const ticketId = await newTicket()
  const { body } = await start(ticketId, template.id)
  const path = `/tickets/${ticketId}/checklists`
  expect((await ask({ method: 'GET', path, as: outsider })).status).toBe(404)
  expect((await ask({ method: 'GET', path })).status).toBe(401)
  expect((await start(ticketId, template.id, outsider)).status).toBe(404)
  expect((await start(ticketId, template.id, reader)).status).toBe(403)
  expect((await tick(body.items[0].items[0].id, true, outsider)).status).toBe(404)
  expect((await tick(body.items[0].items[0].id, true, reader)).status).toBe(403)
  expect((await tick(body.items[0].items[0].id, true, {})).status).toBe(401)
  expect((await tick(999_999)).status).toBe(404)
})
