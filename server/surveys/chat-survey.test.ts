import { expect, test } from 'vitest'
import { channelTasks } from '#server/channels/index.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { chatDesk } from '#test/chat-desk.ts'
import { surveyRoutes, surveyTasks } from './index.ts'

const desk = await chatDesk({ routes: surveyRoutes })
const { ask, asBoss: as, db, platform, newChat, arrive, connect, ticketOf } = desk
const { key } = await newChat()
const tasks = {
  ...channelTasks(platform),
  ...surveyTasks(platform, { addressOf: async () => 'https://desk.example/help/ru/rate' }),
}
const work = () => drainJobs(platform.database.pool, tasks, platform.log)

async function set(wishes: object) {
  const { body } = await ask({ method: 'GET', path: '/survey-settings', as })
  await ask({ method: 'PUT', path: '/survey-settings', body: { ...body, ...wishes }, as })
}
await set({ isOn: true, delayMinutes: 600, everyDays: 0, lowScore: 2, reopens: false })

async function solve(ticketId: number) {
  const { body } = await ask({ method: 'GET', path: `/tickets/${ticketId}`, as })
  const status = await db
    .selectFrom('ticket_status')
    .select('id')
    .where('category', '=', 'solved')
    .executeTakeFirstOrThrow()
  const change = { version: body.version, statusId: status.id }
  expect((await ask({ method: 'PATCH', path: `/tickets/${ticketId}`, body: change, as })).status).toBe(200)
  await work()
}
const surveysOf = async (ticketId: number) =>
  (await ask({ method: 'GET', path: `/tickets/${ticketId}/surveys`, as })).body.items

test('whoever is in the chat is asked there at once, answers once however often it is sent, and may change it', async () => {
  const guest = await arrive(key)
  await guest.say('Где мой заказ?')
  const ticketId = await ticketOf(guest)
  const line = await connect(guest.token)
  expect((await guest.call('GET', '/chat/survey')).body).toEqual({ survey: null })
  await solve(ticketId)
  await line.until((message) => message.type === 'lines' && message.isEnded)
  const asked = await guest.call('GET', '/chat/survey')
  expect(asked.body.survey).toMatchObject({ scale: 5, given: null, question: 'Как вам помогли?' })
  expect(await surveysOf(ticketId)).toMatchObject([{ askedIn: 'chat', score: null }])
  expect((await guest.call('POST', '/chat/survey', { score: 6 })).status).toBe(400)
  const both = await Promise.all(
    [1, 2].map(() => guest.call('POST', '/chat/survey', { score: 5, comment: 'Быстро' })),
  )
  expect(both.map((one) => one.status)).toEqual([200, 200])
  await guest.call('POST', '/chat/survey', { score: 4, comment: 'Быстро' })
  expect(await surveysOf(ticketId)).toMatchObject([{ score: 4, comment: 'Быстро', ratedIn: 'chat' }])
  const events = await db
    .selectFrom('event')
    .select('data')
    .where('ticket_id', '=', ticketId)
    .where('type', '=', 'ticket.rated')
    .orderBy('id')
    .execute()
  expect(events.map(({ data }) => [data['score'], data['previous']])).toEqual([
    [5, undefined],
    [4, 5],
  ])
})

test('nobody else reaches it: not with another visitor’s token, and not without one', async () => {
  const guest = await arrive(key)
  await guest.say('Нужен счёт')
  const ticketId = await ticketOf(guest)
  await connect(guest.token)
  await solve(ticketId)
  const other = await arrive(key)
  expect((await other.call('GET', '/chat/survey')).body).toEqual({ survey: null })
  expect((await other.call('POST', '/chat/survey', { score: 1 })).status).toBe(410)
  const stranger = await ask({ method: 'GET', path: '/chat/survey' })
  const forged = await ask({
    method: 'POST',
    path: '/chat/survey',
    body: { score: 1 },
    headers: { 'x-visitor': 'a'.repeat(43) },
  })
  expect([stranger.status, forged.status]).toEqual([401, 401])
  expect(await surveysOf(ticketId)).toMatchObject([{ score: null }])
})

test('a chat whose visitor has gone and left no address waits for them with the question', async () => {
  const guest = await arrive(key)
  await guest.say('Вернусь позже')
  const ticketId = await ticketOf(guest)
  const gone = { left_at: new Date() }
  await db.updateTable('chat_visitor').set(gone).where('left_at', 'is', null).execute()
  await set({ delayMinutes: 0 })
  await solve(ticketId)
  await set({ delayMinutes: 600 })
  expect((await guest.call('GET', '/chat/survey')).body.survey).toMatchObject({ given: null })
  await guest.call('POST', '/chat/survey', { score: 1, comment: 'Не помогло' })
  expect(await surveysOf(ticketId)).toMatchObject([{ score: 1, isLow: true }])
})
