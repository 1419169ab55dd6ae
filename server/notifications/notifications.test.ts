import { expect, test } from 'vitest'
import type { Tables } from '#server/platform/database/tables.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { answerEvent } from './answer-event.ts'
import { notificationRoutes, notificationTasks, notifyAgents } from './index.ts'

const { platform, db, clock, ask } = await testApp((api, own) => {
  notificationRoutes(api, own)
  ticketRoutes(api, own, openPresence(own.database.db, own.notices, own.clock))
})
const drain = () => drainJobs(platform.database.pool, notificationTasks(platform), platform.log)

async function newcomer(wishes: Parameters<typeof buildAgent>[1] = {}) {
  const agent = await buildAgent(db, wishes)
  const as = await signedIn(db, agent)
  const list = async (query = '') => (await ask({ method: 'GET', path: `/notifications${query}`, as })).body
  const unread = async () => (await ask({ method: 'GET', path: '/notifications/count', as })).body.unread
  return { ...agent, as, list, unread }
}
const happen = (ticketId: number | undefined, type: string, data: object, actorId: number | null = null) =>
  inTransaction(db, (tx) =>
    recordEvent(tx, {
      type,
      at: clock.now(),
      actor: actorId === null ? { kind: 'system', id: null } : { kind: 'agent', id: actorId },
      ...(ticketId !== undefined && { ticketId }),
      data: { ...data },
    }),
  )
const kinds = (body: { items: { kind: string }[] }) => body.items.map(({ kind }) => kind)

test('whoever gets a ticket is told, and not whoever takes one', async () => {
  const [anna, oleg] = [await newcomer({ name: 'Anna' }), await newcomer()]
  const { ticketId } = await buildMessage(db, { subject: 'Счёт' })
  const { body } = await ask({ method: 'GET', path: `/tickets/${ticketId}`, as: anna.as })
  const path = `/tickets/${ticketId}`
  const given = { version: body.version, assigneeId: oleg.id }
  const after = await ask({ method: 'PATCH', path, body: given, as: anna.as })
  await drain()
  expect(await oleg.list()).toMatchObject({
    items: [
      { kind: 'assigned', isRead: false, ticket: { id: ticketId, subject: 'Счёт' }, by: { name: 'Anna' } },
    ],
  })
  const taken = { version: after.body.version, assigneeId: anna.id }
  await ask({ method: 'PATCH', path, body: taken, as: anna.as })
  await drain()
  expect((await anna.list()).items).toEqual([])
})

test('a mention, a customer’s answer and a deadline are told to those they concern, each once', async () => {
  const [anna, oleg, vera] = [await newcomer(), await newcomer(), await newcomer()]
  const { ticketId } = await buildMessage(db, { assigneeId: anna.id })
  await ask({ method: 'PUT', path: `/tickets/${ticketId}/follow`, body: { isFollowed: true }, as: vera.as })
  const note = { text: 'Взгляни,\nпожалуйста', mentionedIds: [oleg.id, anna.id] }
  await ask({ method: 'POST', path: `/tickets/${ticketId}/notes`, body: note, as: anna.as })
  await buildMessage(db, { ticketId, text: 'Есть новости?' })
  await happen(ticketId, 'sla.breached', { clock: 'solution', dueAt: clock.now(), wasOver: true })
  const eventId = await happen(ticketId, 'sla.breached', { clock: 'first_reply', dueAt: clock.now() })
  await drain()
  expect(kinds(await anna.list())).toEqual(['sla_breached', 'customer_wrote'])
  expect(kinds(await vera.list())).toEqual(['customer_wrote'])
  expect(await oleg.list()).toMatchObject({ items: [{ kind: 'mentioned', text: 'Взгляни, пожалуйста' }] })

  // As after a crash between the work and its being ticked off.
  await answerEvent(platform, { eventId, ticketId })
  expect(await anna.list()).toMatchObject({ items: [{ facts: { clock: 'first_reply' } }, {}] })
})

test('a ticket nobody has: its team hears of the deadline', async () => {
  const team = await buildTeam(db)
  const [member, other] = [await newcomer({ teamIds: [team.id] }), await newcomer()]
  const { ticketId } = await buildMessage(db, { teamId: team.id })
  await happen(ticketId, 'sla.warned', { clock: 'solution' })
  await drain()
  expect([kinds(await member.list()), kinds(await other.list())]).toEqual([['sla_warned'], []])
})

test('what one may see is decided when it is read', async () => {
  const [ours, theirs] = [
    await buildTeam(db, { isIsolated: true }),
    await buildTeam(db, { isIsolated: true }),
  ]
  const limited = await newcomer({ teamIds: [ours.id] })
  const { ticketId } = await buildMessage(db, { teamId: ours.id })
  const notice = { kind: 'rule', ticketId, text: 'Возврат больше 10 000 ₽' } as const
  await inTransaction(db, (tx) => notifyAgents(tx, [limited.id], notice, clock.now()))
  expect([await limited.unread(), kinds(await limited.list())]).toEqual([1, ['rule']])
  await db.updateTable('ticket').set({ team_id: theirs.id }).where('id', '=', ticketId).execute()
  expect([await limited.unread(), kinds(await limited.list())]).toEqual([0, []])
})

test('notices are read one by one, by ticket and all at once, by their owner alone', async () => {
  const [anna, oleg] = [await newcomer(), await newcomer()]
  const [first, second] = [await buildMessage(db), await buildMessage(db)]
  for (const ticketId of [first.ticketId, second.ticketId, second.ticketId])
    await inTransaction(db, (tx) => notifyAgents(tx, [anna.id], { kind: 'rule', ticketId }, clock.now()))
  const { items } = await anna.list()
  const read = (body: object, as = anna.as) => ask({ method: 'POST', path: '/notifications/read', body, as })
  await read({ ids: [items[2].id] }, oleg.as)
  expect(await anna.unread()).toBe(3)
  await read({ ids: [items[2].id] })
  expect((await anna.list('?isUnread=true')).items).toHaveLength(2)
  await read({ ids: [items[2].id], isRead: false })
  await read({ ticketId: second.ticketId })
  expect(await anna.unread()).toBe(1)
  await read({ untilId: items[0].id })
  expect(await anna.unread()).toBe(0)
  const page = await anna.list('?limit=2')
  expect((await anna.list(`?limit=2&cursor=${page.nextCursor}`)).items).toHaveLength(1)
  expect((await anna.list('?cursor=odd')).error.name).toBe('invalid_cursor')
  expect((await read({ untilId: 1, ticketId: 1 })).status).toBe(400)
  for (const path of ['/notifications', '/notifications/count', '/notification-wishes'])
    expect((await ask({ method: 'GET', path })).status).toBe(401)
})

test('one gets what one wishes; a letter only of what was not read in time', async () => {
  const anna = await newcomer({ language: 'ru' })
  const wish = (kind: string, isShown: boolean, isMailed: boolean) => ({ kind, isShown, isMailed })
  const answer = await ask({
    method: 'PUT',
    path: '/notification-wishes',
    body: {
      items: [wish('rule', false, false), wish('mentioned', true, true), wish('assigned', false, true)],
    },
    as: anna.as,
  })
  expect(answer.body.items).toContainEqual(wish('rule', false, false))
  expect(answer.body.items.some(({ kind }: { kind: string }) => kind === 'webhook_disabled')).toBe(false)
  const bad = { items: [wish('everything', true, true)] }
  expect((await ask({ method: 'PUT', path: '/notification-wishes', body: bad, as: anna.as })).status).toBe(
    400,
  )

  const { ticketId } = await buildMessage(db, { subject: 'Доставка' })
  const tell = (kind: 'rule' | 'mentioned' | 'assigned') =>
    inTransaction(db, (tx) => notifyAgents(tx, [anna.id], { kind, ticketId }, clock.now()))
  for (const kind of ['rule', 'mentioned', 'assigned'] as const) await tell(kind)
  expect(kinds(await anna.list())).toEqual(['mentioned'])
  const [{ id }] = (await anna.list()).items
  await ask({ method: 'POST', path: '/notifications/read', body: { ids: [id] }, as: anna.as })
  clock.forward(125)
  const tasks = notificationTasks(platform)
  const all = await db.selectFrom('notification').select('id').where('agent_id', '=', anna.id).execute()
  for (const each of [...all, ...all]) await tasks['notification.mail']?.({ notificationId: each.id })
  const letters = await db
    .selectFrom('system_letter')
    .select(['to_address', 'template', 'secrets'])
    .where('to_address', '=', anna.email)
    .execute()
  expect(letters.map(({ template }: Pick<Tables['system_letter'], 'template'>) => template)).toEqual([
    'notice',
  ])
  expect(platform.secrets.decrypt(letters[0]?.secrets ?? '')).toContain('«Доставка». Тикет назначен вам')
})

test('whoever manages webhooks is told that one was disabled, and nobody else', async () => {
  const [boss, agent] = [await newcomer({ role: 'administrator' }), await newcomer()]
  await happen(undefined, 'webhook.disabled', { webhookId: 7, name: 'CRM', because: 'gone' })
  await drain()
  expect(await boss.list()).toMatchObject({
    items: [{ kind: 'webhook_disabled', ticket: null, by: null, facts: { name: 'CRM' } }],
  })
  expect((await agent.list()).items).toEqual([])
})

test('whoever manages webhooks is told that deliveries of one were given up, and nobody else', async () => {
  const [boss, agent] = [await newcomer({ role: 'administrator' }), await newcomer()]
  await happen(undefined, 'webhook.gave_up', { webhookId: 7, name: 'CRM' })
  await drain()
  const facts = { webhookId: 7, name: 'CRM' }
  expect(await boss.list()).toMatchObject({ items: [{ kind: 'webhook_gave_up', ticket: null, facts }] })
  expect((await agent.list()).items).toEqual([])
  const wishes = await ask({ method: 'GET', path: '/notification-wishes', as: agent.as })
  expect(JSON.stringify(wishes.body)).not.toContain('webhook')
})

test('whoever lost the right to manage webhooks reads and is mailed nothing of them any more', async () => {
  const boss = await newcomer({ role: 'administrator', language: 'ru' })
  const other = await newcomer({ role: 'administrator', language: 'ru' })
  await happen(undefined, 'webhook.disabled', { webhookId: 7, name: 'CRM', because: 'gone' })
  await drain()
  const own = await db
    .selectFrom('notification')
    .select(['id', 'agent_id'])
    .where('agent_id', 'in', [boss.id, other.id])
    .execute()
  const { roleId } = await newcomer()
  await db.updateTable('agent').set({ role_id: roleId }).where('id', '=', boss.id).execute()
  expect([await boss.unread(), kinds(await boss.list())]).toEqual([0, []])
  clock.forward(125)
  for (const { id } of own) await notificationTasks(platform)['notification.mail']?.({ notificationId: id })
  const letters = await db
    .selectFrom('system_letter')
    .select(['to_address', 'secrets'])
    .where('to_address', 'in', [boss.email, other.email])
    .execute()
  expect(letters.map((letter: { to_address: string }) => letter.to_address)).toEqual([other.email])
  // It leads to the webhook it is about.
  expect(platform.secrets.decrypt(letters[0]?.secrets ?? '')).toContain('/settings/webhooks/7')
})
