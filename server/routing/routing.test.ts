import { describe, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { buildTeam } from '#test/builders/agent.ts'
import { routingDesk } from '#test/builders/routing.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testPlatform } from '#test/platform.ts'
import { answerEvent } from './answer-event.ts'
import { createAbsence, routeTicket } from './index.ts'
import { setStatus } from './set-status.ts'

const platform = await testPlatform()
const { database, clock } = platform
const { db } = database
const { boss, actorOf, arrange, say, change, drain, desk, ticketIn, ownerOf, decisionsOf, solve, hurry } =
  await routingDesk(platform)

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

  test('back to whoever of this team had the customer last, though another team has had them since', async () => {
    const { team, members } = await desk({ method: 'round_robin', remembersDays: 7 })
    const other = await desk({ method: 'round_robin' }, 1)
    const [anna = 0] = members.map((each) => each.id)
    const first = await buildMessage(db, { teamId: team.id, at: clock.now() })
    const customer = { customerId: first.customerId, email: first.address }
    await drain()
    await solve(anna, first.ticketId)
    const elsewhere = await ticketIn(other.team.id, customer)
    await drain()
    expect(await ownerOf(elsewhere)).toBe(other.members[0]?.id)
    const again = await ticketIn(team.id, customer)
    await drain()
    expect(await ownerOf(again)).toBe(anna)
    expect(await decisionsOf(again)).toMatchObject([{ why: 'knows_customer', knownTicketId: first.ticketId }])
  })

  test('after a change it had to wait for, in the history as well', async () => {
    const { team } = await desk({ method: 'least_loaded' }, 1)
    const ticketId = await ticketIn(team.id)
    const begun = clock.now()
    clock.forward(5)
    await change(boss.id, ticketId, { priority: 'critical' })
    const events = () =>
      db
        .selectFrom('event')
        .select(['id', 'type', 'at'])
        .where('ticket_id', '=', ticketId)
        .orderBy('id')
        .execute()
    const [created] = await events()
    await inTransaction(db, (tx) => answerEvent(tx, { eventId: created?.id ?? 0, ticketId }, begun))
    const said = await events()
    expect(said.map(({ type }) => type)).toEqual(
      expect.arrayContaining(['ticket.created', 'ticket.updated', 'ticket.routed']),
    )
    expect(said.map(({ at }) => at)).toEqual(
      said.map(({ at }) => at).toSorted((a, b) => a.getTime() - b.getTime()),
    )
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
    const jobs = () => hurry(`routing.overflow:${ticketId}`)
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
    const run = () => hurry('routing.take_back:%')
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
