import { sql } from 'kysely'
import { expect, test } from 'vitest'
import { actorOfAgent } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { testApp } from '#test/app.ts'
import { buildAgent, signedIn } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { openPresence, ticketRoutes } from './index.ts'
import { mergeTickets } from './merge-tickets.ts'

const { ask, db, clock } = await testApp((api, platform) => {
  const { database, notices } = platform
  ticketRoutes(api, platform, openPresence(database.db, notices, platform.clock))
})
const agent = await buildAgent(db, { role: 'lead' })
const anna = await signedIn(db, agent)

const newTicket = async () => (await buildMessage(db)).ticketId
const rowOf = (id: number) =>
  db.selectFrom('ticket').selectAll().where('id', '=', id).executeTakeFirstOrThrow()
const countsOf = async (...ids: number[]) => (await Promise.all(ids.map(rowOf))).map((row) => row.post_count)
const merge = (target: number, sourceIds: number[]) =>
  ask({ method: 'POST', path: `/tickets/${target}/merge`, body: { sourceIds }, as: anna })
const mergesOf = async (id: number): Promise<{ id: number; source: { id: number } }[]> =>
  (await ask({ method: 'GET', path: `/tickets/${id}/merges`, as: anna })).body.items

test('two into each other at once: one of the two happens, and no circle', async () => {
  for (let round = 0; round < 5; round++) {
    const [one, two] = [await newTicket(), await newTicket()]
    const answers = await Promise.all([merge(one, [two]), merge(two, [one])])
    expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
    const rows = [await rowOf(one), await rowOf(two)]
    expect(rows.filter((row) => row.merged_into_id === null)).toHaveLength(1)
  }
})

test('one into two others at once: it is in one of them', async () => {
  const [one, two, three] = [await newTicket(), await newTicket(), await newTicket()]
  const answers = await Promise.all([merge(one, [three]), merge(two, [three])])
  expect(answers.map(({ status }) => status).toSorted()).toEqual([200, 409])
  expect((await countsOf(one, two)).toSorted()).toEqual([1, 2])
})

test('into one that goes into another at that moment: no post is in a ticket that is gone', async () => {
  for (let round = 0; round < 5; round++) {
    const [one, two, three] = [await newTicket(), await newTicket(), await newTicket()]
    const answers = await Promise.all([merge(one, [two]), merge(two, [three])])
    const wasInTime = answers[1].status === 200
    expect(answers.map(({ status }) => status)).toEqual([200, wasInTime ? 200 : 409])
    expect(await countsOf(one, two, three)).toEqual(wasInTime ? [3, 0, 0] : [2, 0, 1])
  }
})

test('a hundred become one, fifty at a time, and each can be taken out again', async () => {
  const target = await newTicket()
  const sources: number[] = []
  for (let at = 0; at < 100; at++) sources.push(await newTicket())
  expect((await merge(target, sources)).status).toBe(400)
  for (const half of [sources.slice(0, 50), sources.slice(50)]) {
    expect((await merge(target, half)).status).toBe(200)
  }
  expect(await countsOf(target, sources[0] ?? 0, sources[99] ?? 0)).toEqual([101, 0, 0])
  const merges = await mergesOf(target)
  expect(merges.map((each) => each.source.id)).toEqual(sources.toReversed())
  const one = merges.find((each) => each.source.id === sources[25])
  expect((await ask({ method: 'POST', path: `/ticket-merges/${one?.id}/undo`, as: anna })).status).toBe(200)
  expect(await countsOf(target, sources[25] ?? 0)).toEqual([100, 1])
})

test('a connection that breaks before the end leaves both as they were', async () => {
  const [one, two] = [await newTicket(), await newTicket()]
  const before = [await rowOf(one), await rowOf(two)]
  const actor = await actorOfAgent(db, agent.id)
  if (!actor) throw new Error('the agent is not there')
  const broken = inTransaction(db, async (tx) => {
    await mergeTickets(tx, actor, one, [two], clock.now())
    const { rows } = await sql<{ pid: number }>`select pg_backend_pid() as pid`.execute(tx)
    await sql`select pg_terminate_backend(${rows[0]?.pid}::int)`.execute(db)
    await sql`select 1`.execute(tx)
  })
  await expect(broken).rejects.toThrow()
  expect([await rowOf(one), await rowOf(two)]).toEqual(before)
  expect(await mergesOf(one)).toEqual([])
  const events = db.selectFrom('event').select('id').where('ticket_id', 'in', [one, two])
  expect(await events.where('type', 'in', ['ticket.absorbed', 'ticket.merged']).execute()).toEqual([])
  expect((await merge(one, [two])).status).toBe(200)
})
