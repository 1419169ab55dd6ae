import { sql } from 'kysely'
import { afterEach, describe, expect, test } from 'vitest'
import type { RoutingSettings } from '#contract/routing.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { freezeTicket, lockTicketRow } from '#server/tickets/index.ts'
import { routingDesk } from '#test/builders/routing.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testPlatform } from '#test/platform.ts'
import { mergeTickets } from '../tickets/merge-tickets.ts'
import { updateAgentSeat } from './agent-seats.ts'
import { loadSettings } from './load-settings.ts'
import { takeNext } from './take-next.ts'
import { updateSettings } from './update-settings.ts'

const platform = await testPlatform()
const { database, clock } = platform
const { db } = database
const { boss, actorOf, change, drain, desk, ticketIn, ownerOf, decisionsOf } = await routingDesk(platform)
const asBoss = await actorOf(boss.id)

async function settle(changes: Partial<Omit<RoutingSettings, 'version'>>): Promise<void> {
  const { version } = (await loadSettings(db)).wire
  await inTransaction(db, (tx) => updateSettings(tx, asBoss, { version, ...changes }, clock.now()))
  await drain()
}

afterEach(() => settle({ countsPaused: false, sources: [{ source: 'email', weight: 1, most: null }] }))

async function seat(agentId: number, changes: Parameters<typeof updateAgentSeat>[3]): Promise<void> {
  await inTransaction(db, (tx) => updateAgentSeat(tx, asBoss, agentId, changes, clock.now()))
  await drain()
}

async function statusOf(category: 'paused'): Promise<number> {
  const found = db.selectFrom('ticket_status').select('id').where('category', '=', category)
  return (await found.executeTakeFirstOrThrow()).id
}

async function freeze(ticketId: number): Promise<void> {
  await inTransaction(db, async (tx) => {
    const ticket = await lockTicketRow(tx, ticketId)
    if (!ticket) throw new Error('no such ticket')
    const until = new Date(clock.now().getTime() + 3_600_000)
    await freezeTicket(tx, ticket, until, { actor: { kind: 'system', id: null } }, clock.now())
  })
}

/** Anna alone in a team, with all she can carry; another ticket waits. */
async function full(capacity = 1) {
  const { team, members } = await desk({ method: 'least_loaded', capacity }, 1)
  const [anna = 0] = members.map((each) => each.id)
  const [first, second] = [await ticketIn(team.id), await ticketIn(team.id)]
  await drain()
  return { team, anna, first, second }
}

describe('what somebody can carry', () => {
  test('is their own before it is their team’s, and what is raised is handed out at once', async () => {
    const { team, members } = await desk({ method: 'least_loaded', capacity: 10 }, 1)
    const [anna = 0] = members.map((each) => each.id)
    await seat(anna, { capacity: 1 })
    const tickets = [await ticketIn(team.id), await ticketIn(team.id)] as const
    await drain()
    expect(await ownerOf(tickets[0])).toBe(anna)
    expect(await decisionsOf(tickets[1])).toMatchObject([
      { outcome: 'waits', candidates: [{ passed: 'full', load: 1, capacity: 1 }] },
    ])
    await seat(anna, { capacity: 2 })
    expect(await ownerOf(tickets[1])).toBe(anna)
  })

  test('is their own for the next ticket as well', async () => {
    const { team, members } = await desk({ method: 'manual', capacity: 10 }, 1)
    const [anna = 0] = members.map((each) => each.id)
    await seat(anna, { capacity: 1 })
    const one = await ticketIn(team.id)
    await ticketIn(team.id)
    const next = async () => inTransaction(db, async (tx) => takeNext(tx, await actorOf(anna), clock.now()))
    expect(await next()).toEqual({ ticketId: one, reason: null })
    expect(await next()).toEqual({ ticketId: null, reason: 'full' })
  })

  test('is limited by the desk for a channel, unless their own limit is another', async () => {
    await settle({ sources: [{ source: 'email', weight: 1, most: 1 }] })
    const { anna, second } = await full(10)
    expect(await decisionsOf(second)).toMatchObject([
      { outcome: 'waits', candidates: [{ passed: 'full_of_source' }] },
    ])
    await seat(anna, { sourceLimits: { email: 2 } })
    expect(await ownerOf(second)).toBe(anna)
  })

  test('is counted in weights that can be changed; what waits is handed out at once', async () => {
    await settle({ sources: [{ source: 'email', weight: 5, most: null }] })
    const { anna, second } = await full(9)
    expect(await ownerOf(second)).toBeNull()
    await settle({ sources: [{ source: 'email', weight: 4, most: null }] })
    expect(await ownerOf(second)).toBe(anna)
  })
})

describe('room is made', () => {
  test('by a ticket that is paused, unless the desk says that it weighs', async () => {
    const statusId = await statusOf('paused')
    const light = await full()
    await change(boss.id, light.first, { statusId })
    await drain()
    expect(await ownerOf(light.second)).toBe(light.anna)
    await settle({ countsPaused: true })
    const heavy = await full()
    await change(boss.id, heavy.first, { statusId })
    await drain()
    expect(await ownerOf(heavy.second)).toBeNull()
  })

  test('by one that is put aside, and not for it', async () => {
    const { anna, first, second } = await full()
    await freeze(first)
    await drain()
    expect(await ownerOf(second)).toBe(anna)
  })

  test('by one that is paused already and is put aside, even where what is paused weighs', async () => {
    await settle({ countsPaused: true })
    const { anna, first, second } = await full()
    await change(boss.id, first, { statusId: await statusOf('paused') })
    await drain()
    expect(await ownerOf(second)).toBeNull()
    await freeze(first)
    await drain()
    expect(await ownerOf(second)).toBe(anna)
  })

  test('by one that is given to somebody else', async () => {
    const { anna, first, second } = await full()
    await change(boss.id, first, { assigneeId: boss.id })
    await drain()
    expect(await ownerOf(second)).toBe(anna)
  })

  test('by one that goes into another', async () => {
    const { anna, first, second } = await full()
    const { ticketId: target } = await buildMessage(db, { assigneeId: boss.id, at: clock.now() })
    await inTransaction(db, (tx) => mergeTickets(tx, asBoss, target, [first], clock.now()))
    await drain()
    expect(await ownerOf(second)).toBe(anna)
  })
})

test('what is put aside is nobody’s next ticket', async () => {
  const { team, members } = await desk({ method: 'manual', capacity: 1 }, 1)
  const anna = await actorOf(members[0]?.id ?? 0)
  // With no room for it either: she is not told that it is there.
  await ticketIn(team.id, { assigneeId: anna.agentId })
  const ticketId = await ticketIn(team.id)
  await db
    .updateTable('ticket')
    .set({ frozen_until: new Date(clock.now().getTime() + 3_600_000) })
    .where('id', '=', ticketId)
    .execute()
  expect(await inTransaction(db, (tx) => takeNext(tx, anna, clock.now()))).toEqual({
    ticketId: null,
    reason: 'nothing_waits',
  })
})

test('nor is what is put aside in the moment between looking and taking', async () => {
  const { team, members } = await desk({ method: 'manual' }, 1)
  const anna = await actorOf(members[0]?.id ?? 0)
  const ticketId = await ticketIn(team.id)
  let taking: ReturnType<typeof takeNext> | undefined
  await inTransaction(db, async (holding) => {
    // Whether it is kept for somebody is read after the list of what waits.
    await sql`lock table routing_wait in access exclusive mode`.execute(holding)
    taking = inTransaction(db, (tx) => takeNext(tx, anna, clock.now()))
    const stuck = sql`select from pg_stat_activity where wait_event_type = 'Lock' and datname = current_database()`
    await expect.poll(async () => (await stuck.execute(db)).rows.length).toBe(1)
    await freeze(ticketId)
  })
  expect(await taking).toEqual({ ticketId: null, reason: 'nothing_waits' })
})

describe('conversations in chats', () => {
  test('weigh what a chat weighs, and an agent has no more of them at once than the limit says', async () => {
    await settle({ sources: [{ source: 'chat', weight: 3, most: 2 }] })
    const { team, members } = await desk({ method: 'least_loaded', capacity: 10 }, 1)
    const [anna = 0] = members.map((each) => each.id)
    const chats = [
      await ticketIn(team.id, { channel: 'chat' }),
      await ticketIn(team.id, { channel: 'chat' }),
      await ticketIn(team.id, { channel: 'chat' }),
    ] as const
    await drain()
    expect(await Promise.all(chats.map(ownerOf))).toEqual([anna, anna, null])
    expect(await decisionsOf(chats[2])).toMatchObject([
      { outcome: 'waits', candidates: [{ passed: 'full_of_source', load: 6, capacity: 10 }] },
    ])
    // Letters still fit beside them, as many as the rest of what she can carry.
    const letters = [await ticketIn(team.id), await ticketIn(team.id)] as const
    await drain()
    expect(await Promise.all(letters.map(ownerOf))).toEqual([anna, anna])
    // Her own limit comes before the desk's.
    await seat(anna, { sourceLimits: { chat: 3 }, capacity: 20 })
    expect(await ownerOf(chats[2])).toBe(anna)
    await settle({ sources: [{ source: 'chat', weight: 1, most: null }] })
  })
})
