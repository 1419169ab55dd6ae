import { expect, test } from 'vitest'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { openPresence, ticketRoutes } from './index.ts'

const { ask, db, clock } = await testApp((api, platform) => {
  const presence = openPresence(platform.database.db, platform.notices, platform.clock)
  api.addHook('onClose', async () => presence.stop())
  ticketRoutes(api, platform, presence)
})
const anna = await signedIn(db, await buildAgent(db, { role: 'lead' }))
const rowOf = (id: number) =>
  db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()

test('a ticket that went into another keeps no answer, note or change; each refusal says where to go', async () => {
  const { ticketId: target } = await buildMessage(db, { email: 'rita@own.example' })
  const { ticketId: source } = await buildMessage(db, { email: 'rita@own.example' })
  const { version: seen } = await rowOf(source)
  const merge = { method: 'POST', path: `/tickets/${target}/merge`, body: { sourceIds: [source] } } as const
  expect((await ask({ ...merge, as: anna })).status).toBe(200)
  const before = await rowOf(source)
  const { id: open } = await db
    .selectFrom('ticket_status')
    .select('id')
    .where('category', '=', 'open')
    .executeTakeFirstOrThrow()
  const work = (method: 'POST' | 'PATCH', path: string, body: object) =>
    ask({ method, path: `/tickets/${source}${path}`, body, as: anna })
  const refused = [
    await work('POST', '/replies', { text: 'Too late', fileIds: [] }),
    await work('POST', '/notes', { text: 'Too late', fileIds: [] }),
    await work('PATCH', '', { version: seen, tags: ['late'] }),
    await work('PATCH', '', { version: before.version, statusId: open }),
  ]
  const named = { name: 'ticket_merged', detail: { ticketId: target } }
  expect(refused.map(({ body }) => body.error)).toMatchObject([named, named, named, named])
  const until = new Date(clock.now().getTime() + 3_600_000).toISOString()
  expect((await work('POST', '/freeze', { until })).body.error.name).toBe('not_freezable')
  expect(await rowOf(source)).toEqual(before)
})
