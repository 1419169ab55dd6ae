import { afterAll, describe, expect, test } from 'vitest'
import type { RoutingDecision, RoutingPolicy } from '#contract/routing.ts'
import { actorOfAgent } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { drainJobs } from '#server/platform/jobs/worker.ts'
import { ticketTasks, updateTicket } from '#server/tickets/index.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testPlatform } from '#test/platform.ts'
import { createAbsence } from './absences.ts'
import { openAttendance } from './attendance.ts'
import { routeTicket, routingTasks } from './index.ts'
import { updateRoutingPolicy } from './policies.ts'
import { setStatus } from './set-status.ts'
import { takeNext } from './take-next.ts'

const platform = await testPlatform()
const { database, clock, log } = platform
const { db, pool } = database
const tasks = { ...ticketTasks(platform), ...routingTasks(platform) }
const drain = () => drainJobs(pool, tasks, log)
const boss = await buildAgent(db, { role: 'administrator' })
const asBoss = await actorOf(boss.id)

async function actorOf(agentId: number) {
  const actor = await actorOfAgent(db, agentId)
  if (!actor) throw new Error('no such agent')
  return actor
}

type Wishes = Partial<Omit<RoutingPolicy, 'teamId' | 'version' | 'waiting'>>

/** A team with this policy, and so many people, all online. */
async function desk(policy: Wishes, people = 2) {
  const members = []
  for (let at = 0; at < people; at++) members.push(await buildAgent(db))
  const team = await buildTeam(db, { memberIds: members.map((each) => each.id) })
  await arrange(team.id, policy)
  for (const { id } of members) await say(id, 'online')
  return { team, members }
}

async function arrange(teamId: number, policy: Wishes): Promise<void> {
  const row = await db
    .selectFrom('routing_policy')
    .select('version')
    .where('team_id', '=', teamId)
    .executeTakeFirst()
  const version = row?.version ?? 0
  await inTransaction(db, (tx) =>
    updateRoutingPolicy(tx, asBoss, teamId, { ...policy, version }, clock.now()),
  )
}

async function say(agentId: number, key: 'online' | 'away' | 'offline', until: Date | null = null) {
  const { id } = await db
    .selectFrom('agent_status')
    .select('id')
    .where('key', '=', key)
    .executeTakeFirstOrThrow()
  await inTransaction(db, (tx) => setStatus(tx, agentId, { statusId: id, until }, agentId, clock.now()))
}

async function ticketIn(teamId: number, wishes: Parameters<typeof buildMessage>[1] = {}) {
  return (await buildMessage(db, { teamId, at: clock.now(), ...wishes })).ticketId
}

async function ownerOf(ticketId: number): Promise<number | null> {
  const row = await db
    .selectFrom('ticket')
    .select('assignee_id')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow()
  return row.assignee_id
}

async function decisionsOf(ticketId: number): Promise<RoutingDecision[]> {
  const rows = await db
    .selectFrom('event')
    .select('data')
    .where('ticket_id', '=', ticketId)
    .where('type', '=', 'ticket.routed')
    .orderBy('id')
    .execute()
  return rows.map((row) => row.data as unknown as RoutingDecision)
}

async function change(agentId: number, ticketId: number, changes: Record<string, unknown>): Promise<void> {
  const { version } = await db
    .selectFrom('ticket')
    .select('version')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow()
  const actor = await actorOf(agentId)
  await inTransaction(db, (tx) => updateTicket(tx, actor, ticketId, { version, ...changes }, clock.now()))
}

async function solve(agentId: number, ticketId: number): Promise<void> {
  const status = await db
    .selectFrom('ticket_status')
    .select('id')
    .where('category', '=', 'solved')
    .executeTakeFirstOrThrow()
  await change(agentId, ticketId, { statusId: status.id })
}

describe('handing out', () => {
  test('in turn, with the reason in the history', async () => {
    const { team, members } = await desk({ method: 'round_robin' })
    const [first, second, third] = [await ticketIn(team.id), await ticketIn(team.id), await ticketIn(team.id)]
    await drain()
    const [anna, oleg] = members.map((each) => each.id)
    expect([await ownerOf(first), await ownerOf(second), await ownerOf(third)]).toEqual([anna, oleg, anna])
    expect(await decisionsOf(second)).toMatchObject([
      {
        outcome: 'assigned',
        why: 'turn',
        method: 'round_robin',
        teamId: team.id,
        agentId: oleg,
        candidates: [
          { agentId: oleg, isChosen: true, passed: null, turnsAgo: null },
          { agentId: anna, isChosen: false, passed: null, turnsAgo: 0, load: 1, capacity: 10 },
        ],
      },
    ])
    const updated = await db
      .selectFrom('event')
      .select('data')
      .where('ticket_id', '=', second)
      .where('type', '=', 'ticket.updated')
      .executeTakeFirstOrThrow()
    expect(updated.data).toMatchObject({
      changes: { assigneeId: [null, oleg] },
      cause: { kind: 'routing', id: team.id, name: team.name },
    })
  })

  test('nobody beyond their capacity: what is too much waits, and goes to the first who has room', async () => {
    const { team, members } = await desk({ method: 'least_loaded', capacity: 1 })
    const tickets = [await ticketIn(team.id), await ticketIn(team.id), await ticketIn(team.id)] as const
    await drain()
    expect(await ownerOf(tickets[2])).toBeNull()
    expect(await decisionsOf(tickets[2])).toMatchObject([
      { outcome: 'waits', why: 'nobody', candidates: [{ passed: 'full' }, { passed: 'full' }] },
    ])
    await solve(members[1]?.id ?? 0, tickets[1])
    await drain()
    expect(await ownerOf(tickets[2])).toBe(members[1]?.id)
    expect(await db.selectFrom('routing_wait').where('team_id', '=', team.id).selectAll().execute()).toEqual(
      [],
    )
  })

  test('a call weighs three', async () => {
    const { team, members } = await desk({ method: 'least_loaded', capacity: 3 })
    await ticketIn(team.id, { channel: 'phone' })
    await drain()
    const letters = [await ticketIn(team.id), await ticketIn(team.id), await ticketIn(team.id)]
    await drain()
    const owners = await Promise.all(letters.map(ownerOf))
    expect(new Set(owners)).toEqual(new Set([members[1]?.id]))
  })

  test('whoever is away is passed over until they are back, and then given what waits, the urgent first', async () => {
    const { team, members } = await desk({ method: 'round_robin', capacity: 1 }, 1)
    const anna = members[0]?.id ?? 0
    await say(anna, 'away')
    const [calm, urgent] = [await ticketIn(team.id), await ticketIn(team.id)]
    await drain()
    expect(await decisionsOf(calm)).toMatchObject([{ outcome: 'waits', candidates: [{ passed: 'away' }] }])
    await change(boss.id, urgent, { priority: 'critical' })
    await say(anna, 'online')
    await drain()
    expect([await ownerOf(calm), await ownerOf(urgent)]).toEqual([null, anna])
  })

  test('back to whoever had the customer’s last ticket, within the window', async () => {
    const { team, members } = await desk({ method: 'round_robin', remembersDays: 7 })
    const [anna, oleg] = members.map((each) => each.id)
    const first = await buildMessage(db, { teamId: team.id, at: clock.now() })
    await drain()
    expect(await ownerOf(first.ticketId)).toBe(anna)
    await solve(anna ?? 0, first.ticketId)
    const again = await ticketIn(team.id, { customerId: first.customerId, email: first.address })
    await drain()
    expect(await ownerOf(again)).toBe(anna)
    expect(await decisionsOf(again)).toMatchObject([{ why: 'knows_customer', knownTicketId: first.ticketId }])
    await solve(anna ?? 0, again)
    clock.forward(8 * 86_400)
    const late = await ticketIn(team.id, { customerId: first.customerId, email: first.address })
    await drain()
    expect(await ownerOf(late)).toBe(oleg)
  })

  test('by skill: the level counts, and who lacks it is told of', async () => {
    const { team, members } = await desk({ method: 'skills' })
    const [anna, oleg] = members.map((each) => each.id)
    const skill = await db
      .insertInto('skill')
      .values({ name: 'Возвраты' })
      .returning('id')
      .executeTakeFirstOrThrow()
    await db
      .insertInto('agent_skill')
      .values([
        { agent_id: anna ?? 0, skill_id: skill.id, level: 2 },
        { agent_id: oleg ?? 0, skill_id: skill.id, level: 4 },
      ])
      .execute()
    const ticketId = await ticketIn(team.id)
    const needs = [{ skillId: skill.id, level: 3 }]
    const decision = await inTransaction(db, (tx) => routeTicket(tx, ticketId, { needs }, null, clock.now()))
    expect(decision).toMatchObject({
      why: 'skills',
      agentId: oleg,
      candidates: [
        { agentId: oleg, skills: [{ name: 'Возвраты', needs: 3, has: 4 }] },
        { agentId: anna, passed: 'lacks_skill', skills: [{ needs: 3, has: 2 }] },
      ],
    })
    await drain()
  })

  test('put back by hand it goes to somebody else', async () => {
    const { team, members } = await desk({ method: 'round_robin' })
    const ticketId = await ticketIn(team.id)
    await drain()
    const [anna, oleg] = members.map((each) => each.id)
    await change(anna ?? 0, ticketId, { assigneeId: null })
    await drain()
    expect(await ownerOf(ticketId)).toBe(oleg)
    expect((await decisionsOf(ticketId)).at(-1)?.candidates).toContainEqual(
      expect.objectContaining({ agentId: anna, passed: 'gave_back' }),
    )
  })

  test('a team that begins to hand out begins with what lies there', async () => {
    const { team, members } = await desk({ method: 'manual' }, 1)
    const ticketId = await ticketIn(team.id)
    await drain()
    expect(await ownerOf(ticketId)).toBeNull()
    await arrange(team.id, { method: 'least_loaded' })
    await drain()
    expect(await ownerOf(ticketId)).toBe(members[0]?.id)
  })

  test('handed out a moment before somebody moves it to another team, it becomes that team’s; by hand it stays', async () => {
    const first = await desk({ method: 'round_robin' }, 1)
    const second = await desk({ method: 'round_robin' }, 1)
    const [given, chosen] = [await ticketIn(first.team.id), await ticketIn(first.team.id)]
    await drain()
    await change(boss.id, chosen, { assigneeId: boss.id })
    await change(boss.id, given, { teamId: second.team.id })
    await change(boss.id, chosen, { teamId: second.team.id })
    await drain()
    expect([await ownerOf(given), await ownerOf(chosen)]).toEqual([second.members[0]?.id, boss.id])
  })

  test('a rule’s wish moves it to another team and says who wished it', async () => {
    const { team, members } = await desk({ method: 'manual' }, 1)
    const ticketId = await ticketIn((await buildTeam(db)).id)
    const cause = { kind: 'rule', id: 5, name: 'Возвраты' } as const
    const by = { actor: { kind: 'system', id: null }, cause } as const
    const wish = { teamId: team.id, method: 'least_loaded' } as const
    const decision = await inTransaction(db, (tx) => routeTicket(tx, ticketId, wish, by, clock.now()))
    expect(decision).toMatchObject({ outcome: 'assigned', agentId: members[0]?.id })
    expect((await decisionsOf(ticketId))[0]).toMatchObject({ cause })
    await drain()
    expect(await ownerOf(ticketId)).toBe(members[0]?.id)
  })
})

describe('overflow', () => {
  test('to the next team after its minutes, and not in a circle', async () => {
    const far = await desk({ method: 'round_robin' }, 0)
    const near = await desk({ method: 'round_robin', overflowMinutes: 30, overflowTeamId: far.team.id }, 0)
    await arrange(far.team.id, { overflowMinutes: 10, overflowTeamId: near.team.id })
    const ticketId = await ticketIn(near.team.id)
    await drain()
    const jobs = async () => {
      await pool.query('update graphile_worker._private_jobs set run_at = now() where key = $1', [
        `routing.overflow:${ticketId}`,
      ])
      await drain()
    }
    const teamNow = async () =>
      (await db.selectFrom('ticket').select('team_id').where('id', '=', ticketId).executeTakeFirstOrThrow())
        .team_id
    await jobs()
    expect(await teamNow()).toBe(far.team.id)
    expect(await decisionsOf(ticketId)).toMatchObject([
      { outcome: 'waits', teamId: near.team.id },
      { outcome: 'overflowed', teamName: near.team.name, toTeamName: far.team.name, minutes: 30 },
      { outcome: 'waits', teamId: far.team.id },
    ])
    await jobs()
    expect(await teamNow()).toBe(far.team.id)
  })
})

describe('taking back', () => {
  test('from whoever has been away too long, to somebody who is here', async () => {
    const { team, members } = await desk({
      method: 'round_robin',
      takesBack: 'waiting',
      takesBackMinutes: 15,
    })
    const [anna, oleg] = members.map((each) => each.id)
    const ticketId = await ticketIn(team.id)
    await drain()
    expect(await ownerOf(ticketId)).toBe(anna)
    await say(anna ?? 0, 'offline')
    const run = async () => {
      await pool.query(
        "update graphile_worker._private_jobs set run_at = now() where key like 'routing.take_back:%'",
      )
      await drain()
    }
    await run()
    expect(await ownerOf(ticketId)).toBe(anna)
    clock.forward(16 * 60)
    await say(anna ?? 0, 'away')
    await run()
    expect(await ownerOf(ticketId)).toBe(anna)
    clock.forward(16 * 60)
    await inTransaction(db, (tx) =>
      setStatus(tx, anna ?? 0, { statusId: null, until: null }, anna ?? 0, clock.now()),
    )
    clock.forward(16 * 60)
    await run()
    expect(await ownerOf(ticketId)).toBe(oleg)
    expect((await decisionsOf(ticketId)).slice(-2)).toMatchObject([
      { outcome: 'taken_back', why: 'left', agentId: anna, minutes: 16 },
      { outcome: 'assigned', agentId: oleg },
    ])
  })

  test('at once from whoever is absent, and what their customers write later as well', async () => {
    const { team, members } = await desk({ method: 'round_robin', takesBack: 'waiting' })
    const [anna, oleg] = members.map((each) => each.id)
    const first = await buildMessage(db, { teamId: team.id, at: clock.now() })
    const second = await buildMessage(db, { teamId: team.id, at: clock.now(), assigneeId: anna ?? 0 })
    await db.updateTable('ticket').set({ waiting_since: null }).where('id', '=', second.ticketId).execute()
    await drain()
    const now = clock.now()
    const [startsAt, endsAt] = [now.toISOString(), new Date(now.getTime() + 86_400_000).toISOString()]
    const actor = await actorOf(anna ?? 0)
    await inTransaction(db, (tx) => createAbsence(tx, actor, { startsAt, endsAt, remark: 'Отпуск' }, now))
    clock.forward(1)
    await drain()
    expect([await ownerOf(first.ticketId), await ownerOf(second.ticketId)]).toEqual([oleg, anna])
    await buildMessage(db, {
      ticketId: second.ticketId,
      customerId: second.customerId,
      email: second.address,
      at: clock.now(),
    })
    await drain()
    expect(await ownerOf(second.ticketId)).toBe(oleg)
  })
})

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
    await pool.query('update graphile_worker._private_jobs set run_at = now() where key = $1', [
      `routing.left:${anna.id}`,
    ])
    await drain()
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
    await pool.query('update graphile_worker._private_jobs set run_at = now() where key = $1', [
      `routing.until:${anna.id}`,
    ])
    await db.updateTable('agent_attendance').set({ seen_at: clock.now() }).execute()
    await drain()
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
    clock.forward(91)
    await tasks['routing.miss']?.({})
    expect(await meaningOf(anna.id)).toBe('offline')
  })
})
