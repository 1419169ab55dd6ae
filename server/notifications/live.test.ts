import { once } from 'node:events'
import { sql } from 'kysely'
import { afterAll, expect, test } from 'vitest'
import WebSocket from 'ws'
import type { LiveMessage } from '#contract/live.ts'
import { calendarRoutes } from '#server/calendars/index.ts'
import { macroRoutes } from '#server/macros/index.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { ruleRoutes } from '#server/rules/index.ts'
import { slaRoutes } from '#server/sla/index.ts'
import { openPresence, ticketRoutes } from '#server/tickets/index.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, buildTeam, signedIn } from '#test/builders/agent.ts'
import { contentOf } from '#test/builders/rule-desk.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { liveRoutes } from './live.ts'

/** What happens while somebody is let in: after the look at their session, before their line is open. */
let meanwhile: (() => Promise<void>) | null = null

const { app, db, ask, platform } = await testApp((api, platform) => {
  api.addHook('preHandler', async (request) => {
    if (request.url === '/api/v1/live') await meanwhile?.()
  })
  const presence = openPresence(platform.database.db, platform.notices, platform.clock)
  ticketRoutes(api, platform, presence)
  macroRoutes(api, platform)
  ruleRoutes(api, platform)
  slaRoutes(api, platform)
  calendarRoutes(api, platform)
  liveRoutes(api, platform, presence)
})
const address = await app.listen({ port: 0, host: '127.0.0.1' })
const open: WebSocket[] = []
afterAll(() => open.forEach((socket) => socket.terminate()))

interface Line {
  socket: WebSocket
  next(type: LiveMessage['type']): Promise<LiveMessage>
}

/** A connected tab; `next` resolves with the first message of a type that has not been handed out yet. */
async function connect(headers: Record<string, string>): Promise<Line> {
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/live`, { headers })
  open.push(socket)
  const heard: LiveMessage[] = []
  const waiting: { type: string; resolve: (message: LiveMessage) => void }[] = []
  socket.on('message', (data: Buffer) => {
    const message = JSON.parse(data.toString()) as LiveMessage
    const index = waiting.findIndex(({ type }) => type === message.type)
    if (index === -1) heard.push(message)
    else waiting.splice(index, 1)[0]?.resolve(message)
  })
  const next = (type: LiveMessage['type']): Promise<LiveMessage> => {
    const index = heard.findIndex((message) => message.type === type)
    const found = index === -1 ? undefined : heard.splice(index, 1)[0]
    return found ? Promise.resolve(found) : new Promise((resolve) => waiting.push({ type, resolve }))
  }
  await next('hello')
  return { socket, next }
}

test('an agent’s reply is told to the other agent’s tab', async () => {
  const [anna, oleg] = [await buildAgent(db, { name: 'Anna' }), await buildAgent(db, { name: 'Oleg' })]
  const line = await connect(await signedIn(db, oleg))
  const { ticketId } = await buildMessage(db)
  expect(await line.next('ticket')).toEqual({ type: 'ticket', ticketId })
  await ask({
    method: 'POST',
    path: `/tickets/${ticketId}/replies`,
    body: { text: 'Здравствуйте' },
    as: await signedIn(db, anna),
  })
  expect(await line.next('ticket')).toEqual({ type: 'ticket', ticketId })
})

test('a session that ends while its line is being opened gets no line', async () => {
  const oleg = await buildAgent(db, { name: 'Oleg' })
  const headers = await signedIn(db, oleg)
  const isHeard = new Promise<void>((resolve) =>
    platform.notices.listen(({ topic }) => topic === 'session' && resolve()),
  )
  meanwhile = async () => {
    await db.deleteFrom('session').where('agent_id', '=', oleg.id).execute()
    await notify(db, { topic: 'session', agentIds: [oleg.id] })
    await isHeard
  }
  const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/live`, { headers })
  const [code] = await once(socket, 'close')
  meanwhile = null
  expect(code).toBe(1012)
})

test('who else is here is seen by the others, and gone when the tab closes', async () => {
  const [anna, oleg] = [await buildAgent(db, { name: 'Anna' }), await buildAgent(db, { name: 'Oleg' })]
  const asAnna = await signedIn(db, anna)
  const [annas, olegs] = [await connect(asAnna), await connect(await signedIn(db, oleg))]
  const { ticketId } = await buildMessage(db)
  const presence = async () =>
    (await ask({ method: 'GET', path: `/tickets/${ticketId}/presence`, as: asAnna })).body.items
  olegs.socket.send(JSON.stringify({ type: 'viewing', ticketId, isWriting: true }))
  await annas.next('presence')
  expect(await presence()).toEqual([{ agentId: oleg.id, name: 'Oleg', isWriting: true }])
  olegs.socket.close()
  await annas.next('presence')
  expect(await presence()).toEqual([])
})

test('whoever sees the tickets of one team hears of no other, and shows up in none', async () => {
  const [ours, theirs] = [
    await buildTeam(db, { isIsolated: true }),
    await buildTeam(db, { isIsolated: true }),
  ]
  const vera = await buildAgent(db, { teamIds: [ours.id] })
  const line = await connect(await signedIn(db, vera))
  const boss = await buildAgent(db, { role: 'administrator' })
  const asBoss = await signedIn(db, boss)
  const bosses = await connect(asBoss)
  const hidden = await buildMessage(db, { teamId: theirs.id })
  const own = await buildMessage(db, { teamId: ours.id })
  expect(await line.next('ticket')).toEqual({ type: 'ticket', ticketId: own.ticketId })

  line.socket.send(JSON.stringify({ type: 'viewing', ticketId: hidden.ticketId, isWriting: true }))
  line.socket.send(JSON.stringify({ type: 'viewing', ticketId: own.ticketId, isWriting: true }))
  expect(await bosses.next('presence')).toEqual({ type: 'presence', ticketId: own.ticketId })
  const presence = await ask({ method: 'GET', path: `/tickets/${hidden.ticketId}/presence`, as: asBoss })
  expect(presence.body.items).toEqual([])

  // A ticket that goes to others is gone from the list; that has to be heard.
  const { body } = await ask({ method: 'GET', path: `/tickets/${own.ticketId}`, as: asBoss })
  const away = { version: body.version, teamId: theirs.id }
  await ask({ method: 'PATCH', path: `/tickets/${own.ticketId}`, body: away, as: asBoss })
  expect(await line.next('ticket')).toEqual({ type: 'ticket', ticketId: own.ticketId })
})

test('that a reply is held is told to those it concerns and nobody else', async () => {
  const [anna, oleg] = [await buildAgent(db, { name: 'Anna' }), await buildAgent(db, { name: 'Oleg' })]
  const [annas, olegs] = [await connect(await signedIn(db, anna)), await connect(await signedIn(db, oleg))]
  const { ticketId } = await buildMessage(db)
  const held = { topic: 'reply.held', ticketId, reason: 'customer_wrote', isCancelled: false }
  await notify(db, { ...held, agentIds: [anna.id] })
  await notify(db, { ...held, reason: 'ticket_solved', agentIds: [oleg.id, anna.id] })
  const message = { type: 'replyHeld', ticketId, reason: 'customer_wrote', isCancelled: false }
  expect(await annas.next('replyHeld')).toEqual(message)
  // The first thing he hears of.
  expect(await olegs.next('replyHeld')).toEqual({ ...message, reason: 'ticket_solved' })
})

test('a stranger is not let in, and another site’s page neither', async () => {
  const status = (headers: Record<string, string>) =>
    new Promise((resolve) => {
      const socket = new WebSocket(`${address.replace('http', 'ws')}/api/v1/live`, { headers })
      socket.on('unexpected-response', (_request, response) => resolve(response.statusCode))
      socket.on('error', () => undefined)
    })
  expect(await status({})).toBe(401)
  const headers = await signedIn(db, await buildAgent(db))
  expect(await status({ ...headers, origin: 'https://evil.example' })).toBe(403)
})

test('a revoked session loses its line at once; nonsense does not', async () => {
  const agent = await buildAgent(db)
  const line = await connect(await signedIn(db, agent))
  line.socket.send('nonsense')
  line.socket.send(JSON.stringify({ type: 'viewing', ticketId: 'x' }))
  const closed = new Promise<number>((resolve) => line.socket.on('close', resolve))
  await sql`delete from session where agent_id = ${agent.id}`.execute(db)
  await notify(db, { topic: 'session', agentIds: [agent.id] })
  expect(await closed).toBe(1012)
})

test('a colleague’s new rule and prepared reply are told, so that open lists show them', async () => {
  const as = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
  const line = await connect(await signedIn(db, await buildAgent(db, { role: 'administrator' })))
  await ask({
    method: 'POST',
    path: '/rules',
    body: { name: 'Seen', isActive: false, content: contentOf({}) },
    as,
  })
  expect(await line.next('automation')).toEqual({ type: 'automation', of: 'rules' })
  await ask({
    method: 'POST',
    path: '/macros',
    body: { name: 'Thanks', scope: 'shared', texts: { en: '<p>Thanks</p>' } },
    as,
  })
  expect(await line.next('automation')).toEqual({ type: 'automation', of: 'macros' })
})

test('whatever a colleague does to policies and calendars is told, so that open lists show it', async () => {
  const as = await signedIn(db, await buildAgent(db, { role: 'administrator' }))
  const line = await connect(await signedIn(db, await buildAgent(db, { role: 'administrator' })))
  const send = async (method: 'POST' | 'PUT' | 'PATCH' | 'DELETE', path: string, body?: object) => {
    const answer = await ask({ method, path, as, body })
    expect(answer.status, `${method} ${path}`).toBeLessThan(300)
    return answer.body as { id: number }
  }
  const isTold = async (of: 'sla' | 'calendars') =>
    expect(await line.next('automation')).toEqual({ type: 'automation', of })

  const policy = slaPolicy({ name: 'Told', targets: everyPriority({ solution: aroundTheClock(60) }) })
  const { id } = await send('POST', '/sla/policies', { policy, includesOpen: false })
  await isTold('sla')
  await send('PUT', `/sla/policies/${id}`, { policy, includesOpen: false, version: 1 })
  await isTold('sla')
  await send('PUT', '/sla/policies/order', { before: [id], ids: [id], includesOpen: false })
  await isTold('sla')
  await send('DELETE', `/sla/policies/${id}`)
  await isTold('sla')

  const made = await send('POST', '/calendars', {
    name: 'Told',
    timeZone: 'Europe/Moscow',
    week: Array.from({ length: 7 }, () => [{ from: '09:00', to: '18:00' }]),
    holidays: { kind: 'none' },
    days: [],
  })
  await isTold('calendars')
  await send('PATCH', `/calendars/${made.id}`, { name: 'Told again', version: 1 })
  await isTold('calendars')
  await send('DELETE', `/calendars/${made.id}`)
  await isTold('calendars')
})
