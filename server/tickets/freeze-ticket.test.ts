import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildLetter } from '#test/builders/letter.ts'
import { mailDesk } from '#test/mail-desk.ts'
import { applyTicketActions, lockTicketRow, ticketTasks } from './index.ts'

const desk = await mailDesk()
const { ask, as, db, clock, platform } = desk
const wake = ticketTasks(platform)['ticket.unfreeze']
const agent = await buildAgent(db)
const anna = await signedIn(db, agent)
const hourMs = 3_600_000
const inHours = (hours: number) => new Date(clock.now().getTime() + hours * hourMs)

let serial = 0
const newTicket = async () => {
  const messageId = `frozen-${++serial}@own.example`
  const letter = await desk.receive(buildLetter({ messageId, from: `cold${serial}@own.example` }))
  return { ticketId: letter.ticket_id ?? 0, messageId, from: `cold${serial}@own.example` }
}
const ticketOf = async (id: number) =>
  (await ask({ method: 'GET', path: `/tickets/${id}`, as: anna })).body as Record<string, unknown>
const freeze = (id: number, until: Date, who: Record<string, string> | undefined = anna) =>
  ask({
    method: 'POST',
    path: `/tickets/${id}/freeze`,
    body: { until: until.toISOString() },
    ...(who && { as: who }),
  })
const unfreeze = (id: number) => ask({ method: 'POST', path: `/tickets/${id}/unfreeze`, as: anna })
const change = async (id: number, body: object) => {
  const { version } = await ticketOf(id)
  return ask({ method: 'PATCH', path: `/tickets/${id}`, body: { version, ...body }, as: anna })
}
const statuses = await db.selectFrom('ticket_status').select(['id', 'category']).execute()
const statusId = (category: string) => statuses.find((status) => status.category === category)?.id ?? 0
const eventCount = async (ticketId: number) => {
  const rows = await db.selectFrom('event').select('id').where('ticket_id', '=', ticketId).execute()
  return rows.length
}
const eventsOf = async (ticketId: number) => {
  const rows = await db
    .selectFrom('event')
    .select(['type', 'data'])
    .where('ticket_id', '=', ticketId)
    .where('type', 'in', ['ticket.frozen', 'ticket.unfrozen', 'ticket.reopened'])
    .orderBy('id')
    .execute()
  return rows.map(({ type, data }) => [type, data['reason']].filter(Boolean).join(' '))
}
/** The job as the queue would run it. */
const runWake = (ticketId: number, until: Date) => wake?.({ ticketId, until: until.toISOString() })

test('waits paused, comes back to what it was, once, and is unread for whoever has it', async () => {
  const { ticketId } = await newTicket()
  await change(ticketId, { assigneeId: agent.id })
  const { body: feed } = await ask({ method: 'GET', path: `/tickets/${ticketId}/feed`, as: anna })
  const lastPostId = feed.items.find(({ kind }: { kind: string }) => kind === 'customer_message').id
  await ask({ method: 'PUT', path: `/tickets/${ticketId}/read`, body: { lastPostId }, as: anna })
  const until = inHours(1)
  const frozen = await freeze(ticketId, until)
  expect(frozen.body).toMatchObject({
    statusCategory: 'paused',
    frozenUntil: until.toISOString(),
    isUnread: false,
  })
  // Too early: the database's clock may be ahead of ours.
  await runWake(ticketId, until)
  expect(await ticketOf(ticketId)).toMatchObject({ statusCategory: 'paused' })
  clock.forward(3601)
  // Twice at once, as after a crash in mid-job.
  await Promise.all([runWake(ticketId, until), runWake(ticketId, until)])
  expect(await ticketOf(ticketId)).toMatchObject({
    statusCategory: 'new',
    frozenUntil: null,
    isUnread: true,
  })
  expect(await eventsOf(ticketId)).toEqual(['ticket.frozen', 'ticket.unfrozen time'])
})

test('the queue itself wakes it', async () => {
  const { ticketId } = await newTicket()
  const until = inHours(2)
  await freeze(ticketId, until)
  const { rows } = await platform.database.pool.query(
    `select run_at, payload from graphile_worker._private_jobs where key = $1`,
    [`ticket.unfreeze ${ticketId}`],
  )
  expect(rows).toMatchObject([{ run_at: until, payload: { ticketId, until: until.toISOString() } }])
})

test('freezing anew moves the time; the first job finds nothing to do', async () => {
  const { ticketId } = await newTicket()
  const [first, second] = [inHours(1), inHours(3)]
  await change(ticketId, { statusId: statusId('open') })
  await freeze(ticketId, first)
  await freeze(ticketId, second)
  clock.forward(2 * 3600)
  await runWake(ticketId, first)
  expect(await ticketOf(ticketId)).toMatchObject({ frozenUntil: second.toISOString() })
  clock.forward(2 * 3600)
  await runWake(ticketId, second)
  expect(await ticketOf(ticketId)).toMatchObject({ statusCategory: 'open', frozenUntil: null })
})

test('the customer writes: it is back, and a machine that writes changes nothing', async () => {
  const { ticketId, messageId, from } = await newTicket()
  const headers = { 'In-Reply-To': `<${messageId}>` }
  await freeze(ticketId, inHours(1))
  await desk.receive(buildLetter({ from, headers: { ...headers, 'Auto-Submitted': 'auto-replied' } }))
  expect(await ticketOf(ticketId)).toMatchObject({ statusCategory: 'paused' })
  await desk.receive(buildLetter({ from, headers }))
  expect(await ticketOf(ticketId)).toMatchObject({ statusCategory: 'new', frozenUntil: null })
  expect(await eventsOf(ticketId)).toEqual([
    'ticket.frozen',
    'ticket.unfrozen customer_wrote',
    'ticket.reopened',
  ])
})

test('by hand, by another status, by a reply that solves; what is over cannot be frozen', async () => {
  const { ticketId } = await newTicket()
  await change(ticketId, { statusId: statusId('open') })
  await freeze(ticketId, inHours(1))
  expect((await unfreeze(ticketId)).body).toMatchObject({ statusCategory: 'open', frozenUntil: null })
  const events = await eventCount(ticketId)
  expect((await unfreeze(ticketId)).status).toBe(200)
  expect(await eventCount(ticketId)).toBe(events)
  await freeze(ticketId, inHours(1))
  await change(ticketId, { statusId: statusId('new') })
  await freeze(ticketId, inHours(1))
  const path = `/tickets/${ticketId}/replies`
  const body = { text: 'Here you are', statusId: statusId('solved') }
  expect((await ask({ method: 'POST', path, body, as: anna })).status).toBe(201)
  expect(await ticketOf(ticketId)).toMatchObject({ statusCategory: 'solved', frozenUntil: null })
  expect(await eventsOf(ticketId)).toEqual([
    'ticket.frozen',
    'ticket.unfrozen agent',
    'ticket.frozen',
    'ticket.unfrozen status',
    'ticket.frozen',
    'ticket.unfrozen status',
  ])
  expect((await freeze(ticketId, inHours(1))).body.error.name).toBe('not_freezable')
})

test('a reply that is undone leaves it frozen', async () => {
  const { ticketId } = await newTicket()
  const until = inHours(1)
  await freeze(ticketId, until)
  const body = { text: 'Wait', statusId: statusId('solved'), undoSeconds: 30 }
  const sent = await ask({ method: 'POST', path: `/tickets/${ticketId}/replies`, body, as: anna })
  expect(await ticketOf(ticketId)).toMatchObject({ statusCategory: 'solved', frozenUntil: null })
  await ask({
    method: 'POST',
    path: `/replies/${sent.body.id}/cancel`,
    body: { isReturned: false },
    as: anna,
  })
  expect(await ticketOf(ticketId)).toMatchObject({
    statusCategory: 'paused',
    frozenUntil: until.toISOString(),
  })
  expect(await eventsOf(ticketId)).toEqual(['ticket.frozen'])
})

test('who, when and until when', async () => {
  const { ticketId } = await newTicket()
  expect((await freeze(ticketId, inHours(-1))).body.error.name).toBe('invalid_input')
  expect((await freeze(ticketId, inHours(24 * 400))).status).toBe(400)
  expect((await freeze(ticketId, inHours(1), {})).status).toBe(401)
  expect((await ask({ method: 'POST', path: `/tickets/${ticketId}/unfreeze` })).status).toBe(401)
  const reader = await signedIn(db, await buildAgent(db, { role: ['ticket.read'] }))
  expect((await freeze(ticketId, inHours(1), reader)).status).toBe(403)
  const team = await buildTeam(db, { isIsolated: true })
  const outsider = await signedIn(
    db,
    await buildAgent(db, { role: ['ticket.read', 'ticket.update'], teamIds: [team.id] }),
  )
  expect((await freeze(ticketId, inHours(1), outsider)).status).toBe(404)
  expect((await freeze(ticketId, inHours(1), as)).status).toBe(200)
})

test('is found among the others by asking for what is frozen', async () => {
  const [cold, warm] = [await newTicket(), await newTicket()]
  await freeze(cold.ticketId, inHours(1))
  const idsOf = async (query: string) => {
    const { body } = await ask({ method: 'GET', path: `/tickets?limit=100&${query}`, as: anna })
    return body.items.map((item: { id: number }) => item.id)
  }
  const frozen = await idsOf('isFrozen=true')
  expect(frozen).toContain(cold.ticketId)
  expect(frozen).not.toContain(warm.ticketId)
  expect(await idsOf('isFrozen=false')).toContain(warm.ticketId)
  expect(await idsOf('isFrozen=false')).not.toContain(cold.ticketId)
})

test('as a rule or a macro does it, with its cause', async () => {
  const { ticketId } = await newTicket()
  const cause = { kind: 'rule', id: 7, name: 'Later' } as const
  const by = { actor: { kind: 'system', id: null }, cause } as const
  const act = (actions: Parameters<typeof applyTicketActions>[2]) =>
    inTransaction(db, async (tx) => {
      const ticket = await lockTicketRow(tx, ticketId)
      if (!ticket) throw new Error('gone')
      return applyTicketActions(tx, ticket, actions, by, clock.now())
    })
  await act([{ type: 'freeze', minutes: 60 }])
  expect((await ticketOf(ticketId))['frozenUntil']).not.toBeNull()
  await act([{ type: 'unfreeze' }])
  expect(await eventsOf(ticketId)).toEqual(['ticket.frozen', 'ticket.unfrozen rule'])
  const frozen = await db
    .selectFrom('event')
    .select('data')
    .where('ticket_id', '=', ticketId)
    .where('type', '=', 'ticket.frozen')
    .executeTakeFirstOrThrow()
  expect(frozen.data['cause']).toEqual(cause)
  const applied = await act([
    { type: 'set_status', statusId: statusId('solved') },
    { type: 'freeze', minutes: 5 },
    { type: 'set_field', key: 'nothing', value: 1 },
  ])
  expect(applied.skipped.map(({ reason }) => reason)).toEqual(['unknown_reference', 'not_freezable'])
})
