import { afterAll, describe, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { buildAgent } from '#test/builders/agent.ts'
import { routingDesk } from '#test/builders/routing.ts'
import { testPlatform } from '#test/platform.ts'
import { openAttendance } from './attendance.ts'
import { setStatus } from './set-status.ts'
import { takeNext } from './take-next.ts'

const platform = await testPlatform()
const { database, clock } = platform
const { db, pool } = database
const { tasks, actorOf, say, drain, desk, ticketIn, decisionsOf, hurry } = await routingDesk(platform)

describe('next ticket', () => {
  test('two who ask at once never get the same, and whoever is full gets none', async () => {
    const { team, members } = await desk({ method: 'manual', capacity: 2 }, 3)
    const tickets = [await ticketIn(team.id), await ticketIn(team.id), await ticketIn(team.id)]
    const actors = await Promise.all(members.map((each) => actorOf(each.id)))
    const taken = await Promise.all(
      actors.map((actor) => inTransaction(db, (tx) => takeNext(tx, actor, clock.now()))),
    )
    expect(taken.map((each) => each.ticketId).toSorted()).toEqual(tickets)
    const [anna] = actors
    if (!anna) throw new Error('nobody')
    const more = [await ticketIn(team.id), await ticketIn(team.id)]
    expect(await inTransaction(db, (tx) => takeNext(tx, anna, clock.now()))).toMatchObject({
      ticketId: more[0],
    })
    expect(await inTransaction(db, (tx) => takeNext(tx, anna, clock.now()))).toEqual({
      ticketId: null,
      reason: 'full',
    })
    expect((await decisionsOf(more[0] ?? 0))[0]).toMatchObject({ outcome: 'pulled', why: 'next' })
    await drain()
  })
})

describe('status', () => {
  const book = openAttendance(platform)
  afterAll(() => book.stop())
  const meaningOf = async (agentId: number) =>
    (await db.selectFrom('agent_seat').select('meaning').where('agent_id', '=', agentId).executeTakeFirst())
      ?.meaning
  const presenceOf = async (agentId: number) =>
    (await db.selectFrom('agent_seat').select('presence').where('agent_id', '=', agentId).executeTakeFirst())
      ?.presence

  test('comes with the browser, goes idle with it, and is over a minute after the last tab has closed', async () => {
    const anna = await buildAgent(db)
    book.opened('tab', anna.id)
    await expect.poll(() => meaningOf(anna.id)).toBe('online')
    book.idle('tab', true)
    await expect.poll(() => meaningOf(anna.id)).toBe('away')
    book.closed('tab')
    const isPlanned = async () =>
      (await pool.query('select from graphile_worker.jobs where key = $1', [`routing.left:${anna.id}`]))
        .rowCount
    await expect.poll(isPlanned).toBe(1)
    await tasks['routing.miss']?.({})
    expect(await meaningOf(anna.id), 'within the minute a page has to load anew').toBe('away')
    clock.forward(60)
    await hurry(`routing.left:${anna.id}`)
    expect(await meaningOf(anna.id)).toBe('offline')
    const log = await db
      .selectFrom('agent_status_log')
      .select(['meaning', 'cause'])
      .where('agent_id', '=', anna.id)
      .orderBy('id')
      .execute()
    expect(log.map((each) => each.meaning)).toEqual(['online', 'away', 'offline'])
  })

  test('the hand wins until its end', async () => {
    const anna = await buildAgent(db)
    book.opened('hers', anna.id)
    await expect.poll(() => meaningOf(anna.id)).toBe('online')
    await say(anna.id, 'away', new Date(clock.now().getTime() + 60_000))
    book.idle('hers', true)
    book.idle('hers', false)
    expect(await meaningOf(anna.id)).toBe('away')
    clock.forward(61)
    await db.updateTable('agent_attendance').set({ seen_at: clock.now() }).execute()
    await hurry(`routing.until:${anna.id}`)
    expect(await meaningOf(anna.id)).toBe('online')
    const last = await db
      .selectFrom('agent_status_log')
      .select('cause')
      .where('agent_id', '=', anna.id)
      .orderBy('id', 'desc')
      .executeTakeFirst()
    expect(last?.cause).toBe('ended')
    book.closed('hers')
  })

  test('online by hand ends with the last tab; a lead’s word is logged as theirs, and nothing is logged twice', async () => {
    const [anna, lead] = [await buildAgent(db), await buildAgent(db)]
    book.opened('last', anna.id)
    await expect.poll(() => meaningOf(anna.id)).toBe('online')
    await say(anna.id, 'away')
    await say(anna.id, 'away')
    book.idle('last', true)
    await expect.poll(() => presenceOf(anna.id)).toBe('away')
    await say(anna.id, 'online')
    book.closed('last')
    const isPlanned = async () =>
      (await pool.query('select from graphile_worker.jobs where key = $1', [`routing.left:${anna.id}`]))
        .rowCount
    await expect.poll(isPlanned).toBe(1)
    clock.forward(60)
    await hurry(`routing.left:${anna.id}`)
    expect(await meaningOf(anna.id)).toBe('offline')
    const away = await db
      .selectFrom('agent_status')
      .select('id')
      .where('key', '=', 'away')
      .executeTakeFirstOrThrow()
    const choice = { statusId: away.id, until: null }
    await inTransaction(db, (tx) => setStatus(tx, anna.id, choice, lead.id, clock.now()))
    const log = await db
      .selectFrom('agent_status_log')
      .select(['meaning', 'cause', 'by_agent_id'])
      .where('agent_id', '=', anna.id)
      .orderBy('id')
      .execute()
    expect(log.map(({ meaning, cause, by_agent_id }) => [meaning, cause, by_agent_id])).toEqual([
      ['online', 'presence', null],
      ['away', 'hand', anna.id],
      ['online', 'hand', anna.id],
      ['offline', 'ended', null],
      ['away', 'lead', lead.id],
    ])
  })

  test('a process that died takes its people with it', async () => {
    const anna = await buildAgent(db)
    await db
      .insertInto('agent_attendance')
      .values({
        process_id: '00000000-0000-4000-8000-000000000000',
        agent_id: anna.id,
        is_idle: false,
        seen_at: clock.now(),
      })
      .execute()
    await tasks['routing.settle']?.({ agentId: anna.id })
    expect(await meaningOf(anna.id)).toBe('online')
    const lastSeen = clock.now()
    clock.forward(3600)
    await tasks['routing.miss']?.({})
    expect(await meaningOf(anna.id)).toBe('offline')
    const last = await db
      .selectFrom('agent_status_log')
      .select('at')
      .where('agent_id', '=', anna.id)
      .orderBy('id', 'desc')
      .executeTakeFirst()
    const loggedMs = (last?.at.getTime() ?? 0) - lastSeen.getTime()
    expect(loggedMs, 'nobody was here while the desk was down').toBeLessThan(60_000)
  })

  test('of two processes the one that died takes what it said with it', async () => {
    const anna = await buildAgent(db)
    const say = (process_id: string, is_idle: boolean, seen_at: Date) =>
      db
        .insertInto('agent_attendance')
        .values({ process_id, agent_id: anna.id, is_idle, seen_at })
        .onConflict((conflict) => conflict.columns(['process_id', 'agent_id']).doUpdateSet({ seen_at }))
        .execute()
    const [dead, alive] = ['00000000-0000-4000-8000-000000000001', '00000000-0000-4000-8000-000000000002']
    await say(dead, false, clock.now())
    await say(alive, true, clock.now())
    await tasks['routing.settle']?.({ agentId: anna.id })
    expect(await meaningOf(anna.id)).toBe('online')
    clock.forward(91)
    await say(alive, true, clock.now())
    await tasks['routing.miss']?.({})
    expect(await meaningOf(anna.id)).toBe('away')
  })
})
