import { createHmac } from 'node:crypto'
import { afterAll, beforeEach, expect, test } from 'vitest'
import type { WebhookEventType } from '#contract/webhook-events.ts'
import { WebhookPayload } from '#contract/webhooks.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import type { Notice } from '#server/platform/realtime/notices.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { ticketRoutes, openPresence } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { answerAtLength, answerWith, reset, startWebhookReceiver } from '#test/servers/webhook-receiver.ts'
import { callWebhook, startWebhooks, webhookAlerts, webhookRoutes } from './index.ts'

const { platform, db, clock, ask } = await testApp(
  (api, own) => {
    webhookRoutes(api, own)
    ticketRoutes(api, own, openPresence(own.database.db, own.notices, own.clock))
  },
  { OUTGOING_PRIVATE_NETWORKS: '127.0.0.1' },
)
const sender = startWebhooks(platform)
afterAll(() => sender.stop())
const boss = await signedIn(db, await buildAgent(db, { role: 'administrator', name: 'Boss' }))
const system = { kind: 'system', id: null } as const

/** Wakes the sender, as the time or another process would. */
const wake = () => notify(db, { topic: 'webhook.work' })

/** Resolves when the log of some webhook looks as wanted; asks again whenever something is written into it. */
async function until<T>(look: () => Promise<T | false | undefined>): Promise<T> {
  for (;;) {
    const { promise, resolve } = Promise.withResolvers<Notice | null>()
    const stop = platform.notices.listen((notice) => notice.topic === 'webhook' && resolve(notice))
    const seen = await look()
    if (seen) {
      stop()
      return seen
    }
    await promise
    stop()
  }
}

async function webhookTo(url: string, types: WebhookEventType[], more: object = {}) {
  const body = { name: 'CRM', url, types, ...more }
  const answer = await ask({ method: 'POST', path: '/webhooks', body, as: boss })
  expect(answer.status).toBe(201)
  return { id: answer.body.webhook.id as number, secret: answer.body.secret as string }
}
const deliveriesOf = async (id: number) =>
  (await ask({ method: 'GET', path: `/webhooks/${id}/deliveries`, as: boss })).body.items
const stateOf = (id: number, count: number, state: string) =>
  until(async () => {
    const items = await deliveriesOf(id)
    return items.filter((item: { state: string }) => item.state === state).length === count && items
  })
const happen = (ticketId: number, type: string, data: object = {}) =>
  inTransaction(db, (tx) =>
    recordEvent(tx, { type, at: clock.now(), actor: system, ticketId, data: { ...data } }),
  )

beforeEach(async () => {
  await db.deleteFrom('webhook').execute()
})

test('an event arrives once, signed, as the public shapes of the ticket and of what was written', async () => {
  const receiver = await startWebhookReceiver()
  const { id, secret } = await webhookTo(receiver.url, ['reply.created', 'ticket.updated'])
  const { ticketId } = await buildMessage(db, { subject: 'Счёт' })
  await ask({ method: 'POST', path: `/tickets/${ticketId}/replies`, body: { text: 'Готово' }, as: boss })
  await stateOf(id, 2, 'delivered')
  expect(receiver.delivered.map(({ payload }) => payload.type)).toEqual(
    expect.arrayContaining(['reply.created', 'ticket.updated']),
  )
  const told = receiver.delivered.find(({ payload }) => payload.type === 'reply.created')
  const payload = WebhookPayload.parse(told?.payload)
  expect(payload.data.ticket).toMatchObject({ id: ticketId, subject: 'Счёт', statusCategory: 'open' })
  expect(payload.data.post).toMatchObject({ kind: 'reply', text: 'Готово', delivery: { state: 'queued' } })
  expect(payload.data.event.actor).toMatchObject({ kind: 'agent', name: 'Boss' })
  const headers = told?.headers ?? {}
  const signed = `${String(headers['webhook-id'])}.${String(headers['webhook-timestamp'])}.${told?.body}`
  const key = Buffer.from(secret.replace('whsec_', ''), 'base64')
  const expected = `v1,${createHmac('sha256', key).update(signed).digest('base64')}`
  expect(headers['webhook-signature']).toBe(expected)
  await receiver.stop()
})

test('the ticket is told as the event left it, whatever happened since', async () => {
  const receiver = await startWebhookReceiver()
  const { id } = await webhookTo(receiver.url, ['ticket.frozen'])
  const paused = await ask({ method: 'GET', path: '/webhooks', as: boss })
  const { version } = paused.body.items[0]
  await ask({ method: 'PATCH', path: `/webhooks/${id}`, body: { version, state: 'paused' }, as: boss })
  const { ticketId } = await buildMessage(db, { subject: 'Прежняя тема' })
  await happen(ticketId, 'ticket.frozen')
  await db.updateTable('ticket').set({ subject: 'Новая тема' }).where('id', '=', ticketId).execute()
  expect(receiver.delivered).toEqual([])
  const body = { version: version + 1, state: 'active' }
  await ask({ method: 'PATCH', path: `/webhooks/${id}`, body, as: boss })
  await receiver.received(1)
  expect(receiver.delivered[0]?.payload.data.ticket.subject).toBe('Прежняя тема')
  await receiver.stop()
})

test('what fails is tried again and holds up its own ticket only', async () => {
  const receiver = await startWebhookReceiver()
  const { id } = await webhookTo(receiver.url, ['ticket.frozen', 'ticket.unfrozen'])
  const [first, second] = [await buildMessage(db), await buildMessage(db)]
  receiver.answering(({ payload }, response) => {
    response.statusCode = payload.data.ticket.id === first.ticketId ? 500 : 204
    response.end('no')
  })
  await happen(first.ticketId, 'ticket.frozen')
  await until(async () => (await deliveriesOf(id))[0]?.tries === 1)
  await happen(first.ticketId, 'ticket.unfrozen')
  await happen(second.ticketId, 'ticket.frozen')
  const items = await stateOf(id, 1, 'delivered')
  expect(items.find((item: { state: string }) => item.state === 'delivered').ticket.id).toBe(second.ticketId)
  const waiting = items.filter((item: { state: string }) => item.state === 'pending')
  expect(waiting.map((item: { type: string; tries: number }) => [item.type, item.tries])).toEqual([
    ['ticket.unfrozen', 0],
    ['ticket.frozen', 1],
  ])
  expect(waiting.map((item: { nextTryAt: string | null }) => item.nextTryAt === null)).toEqual([true, false])

  receiver.answering(answerWith(200))
  clock.forward(10)
  await wake()
  await stateOf(id, 3, 'delivered')
  const ofFirst = receiver.delivered.filter(({ payload }) => payload.data.ticket.id === first.ticketId)
  expect(ofFirst.map(({ payload }) => payload.type)).toEqual([
    'ticket.frozen',
    'ticket.frozen',
    'ticket.unfrozen',
  ])
  expect(ofFirst[0]?.headers['webhook-id']).toBe(ofFirst[1]?.headers['webhook-id'])
  expect(ofFirst[0]?.body).toBe(ofFirst[1]?.body)
  await receiver.stop()
})

test('after a day it is given up, the next of its ticket goes, and everything can be sent again', async () => {
  const receiver = await startWebhookReceiver()
  receiver.answering(answerWith(503))
  const { id } = await webhookTo(receiver.url, ['ticket.frozen'])
  const { ticketId } = await buildMessage(db)
  await happen(ticketId, 'ticket.frozen')
  for (let tries = 1; ; tries++) {
    const item = await until(async () => {
      const [found] = await deliveriesOf(id)
      return found?.tries >= tries && found
    })
    if (item.state === 'failed') break
    clock.forward(8 * 3600)
    await wake()
  }
  receiver.answering(answerWith(200))
  await happen(ticketId, 'ticket.frozen')
  await stateOf(id, 1, 'delivered')
  const resent = await ask({ method: 'POST', path: `/webhooks/${id}/resend-failed`, as: boss })
  expect([resent.status, resent.body.count]).toEqual([202, 1])
  await stateOf(id, 2, 'delivered')
  await receiver.stop()
})

test('that deliveries are given up is told once a day for each webhook, not for each delivery', async () => {
  const receiver = await startWebhookReceiver()
  receiver.answering(answerWith(503))
  const { id } = await webhookTo(receiver.url, ['ticket.frozen'])
  const { ticketId } = await buildMessage(db)
  const told = async () =>
    (await db.selectFrom('event').select('data').where('type', '=', 'webhook.gave_up').execute()).filter(
      ({ data }) => data['webhookId'] === id,
    )
  /** A day is over for what is being tried: now so many are given up. */
  const giveUp = async (count: number) => {
    await db
      .updateTable('webhook_delivery')
      .set({ first_tried_at: new Date(0) })
      .execute()
    await db.updateTable('webhook_lane').set({ next_at: clock.now() }).execute()
    await wake()
    await stateOf(id, count, 'failed')
  }
  await happen(ticketId, 'ticket.frozen')
  await until(async () => (await deliveriesOf(id))[0]?.tries === 1)
  expect(await told()).toEqual([])
  await giveUp(1)
  expect(await told()).toMatchObject([{ data: { name: 'CRM' } }])
  await happen(ticketId, 'ticket.frozen')
  await until(async () => (await deliveriesOf(id))[0]?.tries === 1)
  await giveUp(2)
  expect(await told()).toHaveLength(1)
  clock.forward(86_400)
  await happen(ticketId, 'ticket.frozen')
  await until(async () => (await deliveriesOf(id))[0]?.tries === 1)
  await giveUp(3)
  expect(await told()).toHaveLength(2)
  await receiver.stop()
})

test('Retry-After is respected, a redirect is not followed, a broken line is a try', async () => {
  const receiver = await startWebhookReceiver()
  const { id } = await webhookTo(receiver.url, ['ticket.frozen'])
  const { ticketId } = await buildMessage(db)
  receiver.answering(answerWith(429, { 'retry-after': '600' }))
  const before = clock.now().getTime()
  await happen(ticketId, 'ticket.frozen')
  const limited = await until(async () => {
    const [item] = await deliveriesOf(id)
    return item?.tries === 1 && item
  })
  expect(Date.parse(limited.nextTryAt) - before).toBeGreaterThanOrEqual(599_000)
  receiver.answering(answerWith(302, { location: receiver.url }))
  await ask({ method: 'POST', path: `/webhook-deliveries/${limited.id}/resend`, as: boss })
  await until(async () => (await deliveriesOf(id))[0]?.problem === 'redirect')
  receiver.answering(reset)
  await ask({ method: 'POST', path: `/webhook-deliveries/${limited.id}/resend`, as: boss })
  await until(async () => (await deliveriesOf(id))[0]?.problem === 'cut_off')
  expect(receiver.delivered).toHaveLength(3)
  await receiver.stop()
})

test('an endless answer is taken, its beginning kept; secrets do not get into the log', async () => {
  const receiver = await startWebhookReceiver()
  const headers = [{ name: 'Authorization', value: 'Bearer very-secret' }]
  const { id } = await webhookTo(receiver.url, ['ticket.frozen'], { headers })
  receiver.answering(answerAtLength)
  await happen((await buildMessage(db)).ticketId, 'ticket.frozen')
  const [item] = await stateOf(id, 1, 'delivered')
  expect(receiver.delivered[0]?.headers.authorization).toBe('Bearer very-secret')
  const { body } = await ask({ method: 'GET', path: `/webhook-deliveries/${item.id}`, as: boss })
  expect(body.attempts).toHaveLength(1)
  const [attempt] = body.attempts
  expect([attempt.responseBody.length, attempt.isCut, attempt.address]).toEqual([16_384, true, '127.0.0.1'])
  expect(JSON.stringify(body)).not.toContain('very-secret')
  expect(JSON.stringify(body)).not.toContain(String(receiver.delivered[0]?.headers['webhook-signature']))
  await receiver.stop()
})

test('410 disables at once, three days of failure too, and both are told in the history of the desk', async () => {
  const receiver = await startWebhookReceiver()
  const { id } = await webhookTo(receiver.url, ['ticket.frozen'])
  const { ticketId } = await buildMessage(db)
  receiver.answering(answerWith(410))
  await happen(ticketId, 'ticket.frozen')
  await stateOf(id, 1, 'failed')
  const read = async () => (await ask({ method: 'GET', path: `/webhooks/${id}`, as: boss })).body
  expect(await read()).toMatchObject({ state: 'disabled', disabledBecause: 'gone' })
  await happen(ticketId, 'ticket.frozen')
  expect(await deliveriesOf(id)).toHaveLength(1)

  const { version } = await read()
  receiver.answering(answerWith(500))
  await ask({ method: 'PATCH', path: `/webhooks/${id}`, body: { version, state: 'active' }, as: boss })
  await happen(ticketId, 'ticket.frozen')
  await until(async () => (await deliveriesOf(id))[0]?.tries === 1)
  clock.forward(3 * 86_400)
  await wake()
  await until(async () => (await deliveriesOf(id))[0]?.tries === 2)
  expect(await read()).toMatchObject({ state: 'disabled', disabledBecause: 'failing' })
  const events = await db.selectFrom('event').select('data').where('type', '=', 'webhook.disabled').execute()
  expect(events.map(({ data }) => data['because'])).toEqual(['gone', 'failing'])
  expect(await webhookAlerts(db, clock.now())).toMatchObject([
    { name: 'webhook_disabled', detail: { name: 'CRM' } },
  ])
  await receiver.stop()
})

test('a webhook of a team hears of its tickets and of those that leave it; notes only if asked for', async () => {
  const receiver = await startWebhookReceiver()
  const [ours, theirs] = [await buildTeam(db), await buildTeam(db)]
  const { id } = await webhookTo(receiver.url, ['ticket.updated'], { teamIds: [ours.id] })
  const [own, other] = [
    await buildMessage(db, { teamId: ours.id }),
    await buildMessage(db, { teamId: theirs.id }),
  ]
  await happen(other.ticketId, 'ticket.updated', { changes: { priority: ['low', 'high'] } })
  await happen(other.ticketId, 'ticket.updated', { changes: { teamId: [ours.id, theirs.id] } })
  await happen(own.ticketId, 'ticket.updated', { changes: { priority: ['low', 'high'] } })
  await happen(own.ticketId, 'note.added')
  const items = await stateOf(id, 2, 'delivered')
  expect(items).toHaveLength(2)
  await receiver.stop()
})

test('a webhook of a team hears nothing of another team’s people in how a ticket was routed', async () => {
  const receiver = await startWebhookReceiver()
  const [ours, theirs] = [await buildTeam(db), await buildTeam(db)]
  const [own, other] = [
    await buildAgent(db, { teamIds: [ours.id] }),
    await buildAgent(db, { teamIds: [theirs.id] }),
  ]
  await webhookTo(receiver.url, ['ticket.routed'], { name: 'Team', teamIds: [ours.id] })
  await webhookTo(receiver.url, ['ticket.routed'], { name: 'Desk' })
  const { ticketId } = await buildMessage(db, { teamId: ours.id })
  const candidates = [own, other].map(({ id, name }) => ({ agentId: id, name, load: 1 }))
  await happen(ticketId, 'ticket.routed', { agentId: own.id, candidates })
  await receiver.received(2)
  const told = receiver.delivered.map(({ payload }) =>
    payload.data.event.data.candidates.map((each: { agentId: number }) => each.agentId),
  )
  expect(told.toSorted((a, b) => a.length - b.length)).toEqual([[own.id], [own.id, other.id]])
  await receiver.stop()
})

test('while a secret is replaced, both sign', async () => {
  const receiver = await startWebhookReceiver()
  const { id, secret } = await webhookTo(receiver.url, ['ticket.frozen'])
  const rotated = await ask({ method: 'POST', path: `/webhooks/${id}/secret`, body: {}, as: boss })
  expect(rotated.body.secret).not.toBe(secret)
  const { ticketId } = await buildMessage(db)
  await happen(ticketId, 'ticket.frozen')
  await stateOf(id, 1, 'delivered')
  clock.forward(25 * 3600)
  await happen(ticketId, 'ticket.frozen')
  await stateOf(id, 2, 'delivered')
  const counts = receiver.delivered.map(
    ({ headers }) => String(headers['webhook-signature']).split(' ').length,
  )
  expect(counts).toEqual([2, 1])
  // What signs nothing any more is not kept.
  const { old_secret } = await db.selectFrom('webhook').select('old_secret').executeTakeFirstOrThrow()
  expect(old_secret).toBeNull()
  await receiver.stop()
})

test('a rule calls, and a test goes out even to a webhook that is disabled', async () => {
  const receiver = await startWebhookReceiver()
  const { id } = await webhookTo(receiver.url, [])
  const { ticketId } = await buildMessage(db)
  const cause = { kind: 'rule', id: 7, name: 'Возвраты' } as const
  await inTransaction(db, (tx) => callWebhook(tx, id, { ticketId, cause }, clock.now()))
  await receiver.received(1)
  expect(receiver.delivered[0]?.payload).toMatchObject({
    type: 'rule.called',
    data: { ticket: { id: ticketId }, event: { data: { cause } } },
  })
  await stateOf(id, 1, 'delivered')
  const { version } = (await ask({ method: 'GET', path: `/webhooks/${id}`, as: boss })).body
  await ask({ method: 'PATCH', path: `/webhooks/${id}`, body: { version, state: 'disabled' }, as: boss })
  expect(await inTransaction(db, (tx) => callWebhook(tx, id, { ticketId }, clock.now()))).toBe(false)
  const tried = await ask({ method: 'POST', path: `/webhooks/${id}/test`, as: boss })
  expect(tried.status).toBe(202)
  await receiver.received(2)
  expect(WebhookPayload.parse(receiver.delivered[1]?.payload)).toMatchObject({ type: 'webhook.test' })
  await receiver.stop()
})

test('a hundred tickets’ events come in order for each, whatever goes wrong between', async () => {
  const receiver = await startWebhookReceiver()
  const { id } = await webhookTo(receiver.url, ['ticket.frozen'])
  const failed = new Set<unknown>()
  receiver.answering(({ headers }, response) => {
    const isTaken = receiver.delivered.length % 3 !== 0 || failed.has(headers['webhook-id'])
    if (!isTaken) failed.add(headers['webhook-id'])
    response.statusCode = isTaken ? 204 : 500
    response.end()
  })
  const tickets = await Promise.all(Array.from({ length: 20 }, () => buildMessage(db)))
  for (let round = 0; round < 5; round++)
    await Promise.all(tickets.map(({ ticketId }) => happen(ticketId, 'ticket.frozen', { round })))
  await until(async () => {
    const lines = await db.selectFrom('webhook_lane').selectAll().where('webhook_id', '=', id).execute()
    const isQuiet = lines.every((line) => line.claimed_until === null && line.next_at > clock.now())
    if (lines.length > 0 && isQuiet) {
      clock.forward(10)
      await wake()
    }
    return lines.length === 0
  })
  for (const { ticketId } of tickets) {
    const own = receiver.delivered.filter(({ payload }) => payload.data.ticket.id === ticketId)
    const rounds = own.map(({ payload }) => payload.data.event.data.round as number)
    expect(rounds.toSorted((a, b) => a - b)).toEqual(rounds)
    expect(new Set(rounds).size).toBe(5)
  }
  expect(failed.size).toBeGreaterThan(10)
  await receiver.stop()
})
