import { describe, expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { routingDesk } from '#test/builders/routing.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testPlatform } from '#test/platform.ts'
import { getFeed } from '../tickets/get-feed.ts'
import { listAgentSeats } from './agent-seats.ts'
import { listRoutingPolicies } from './policies.ts'
import { archiveSkill, createSkill, setSkillNeeds, updateSkill } from './skills.ts'
import { createAgentStatus } from './statuses.ts'
import { getTicketRouting } from './ticket-routing.ts'

const platform = await testPlatform()
const { database, clock } = platform
const { db } = database
const { boss, actorOf, change, drain, desk, ownerOf, decisionsOf, solve } = await routingDesk(platform)

const limited = async () => {
  const built = await buildAgent(db, { role: ['ticket.read', 'automation.manage'] })
  const own = await buildTeam(db, { memberIds: [built.id] })
  await db.updateTable('team').set({ is_isolated: true }).where('id', '=', own.id).execute()
  return { actor: await actorOf(built.id), own, built }
}

const idOf = ({ id }: { id: number }) => id

describe('whoever manages what happens by itself, and sees their own teams only', () => {
  test('learns nothing of what waits with other teams, or of their people', async () => {
    const { team, members } = await desk({ method: 'round_robin' }, 1)
    const { actor, own, built } = await limited()
    expect((await listRoutingPolicies(db, actor)).items.map((each) => each.teamId)).toEqual([own.id])
    expect((await listAgentSeats(db, actor)).items.map((each) => each.agentId)).toEqual([built.id])
    const asBoss = await actorOf(boss.id)
    const all = (await listRoutingPolicies(db, asBoss)).items.map((each) => each.teamId)
    expect(all).toEqual(expect.arrayContaining([team.id, own.id]))
    const seats = (await listAgentSeats(db, asBoss)).items.map((each) => each.agentId)
    expect(seats).toEqual(expect.arrayContaining([members[0]?.id, built.id]))
  })

  test('changes nothing that all teams share', async () => {
    const { actor } = await limited()
    const asBoss = await actorOf(boss.id)
    const { id } = await inTransaction(db, (tx) => createSkill(tx, asBoss, 'Возвраты', clock.now()))
    const refused = { failure: 'not_allowed' }
    const names = { ru: 'Обед', en: 'Lunch' }
    const now = clock.now()
    await inTransaction(db, async (tx) => {
      await expect(createSkill(tx, actor, 'Счета', now)).rejects.toMatchObject(refused)
      await expect(updateSkill(tx, actor, id, 'Счета', now)).rejects.toMatchObject(refused)
      await expect(setSkillNeeds(tx, actor, id, [], now)).rejects.toMatchObject(refused)
      await expect(archiveSkill(tx, actor, id, now)).rejects.toMatchObject(refused)
      await expect(createAgentStatus(tx, actor, { names, meaning: 'away' }, now)).rejects.toMatchObject(
        refused,
      )
    })
  })
})

test('the ticket of another team from which the agent knows the customer is not named', async () => {
  const { team, members } = await desk({ method: 'round_robin', remembersDays: 7 })
  const oleg = members[1]?.id ?? 0
  const other = await buildTeam(db, { memberIds: [oleg] })
  const first = await buildMessage(db, { teamId: other.id, at: clock.now() })
  await change(boss.id, first.ticketId, { assigneeId: oleg })
  await solve(boss.id, first.ticketId)
  const { ticketId } = await buildMessage(db, {
    teamId: team.id,
    at: clock.now(),
    customerId: first.customerId,
    email: first.address,
  })
  await drain()
  expect(await ownerOf(ticketId)).toBe(oleg)
  const [decision] = await decisionsOf(ticketId)
  expect(decision).toMatchObject({ why: 'knows_customer', knownTicketId: null })
  expect(decision?.knownSince).not.toBeNull()
})

test('how much another team carries comes along with no ticket to whoever sees their own teams only', async () => {
  const { team, members } = await desk({ method: 'round_robin' }, 2)
  const { actor, own, built } = await limited()
  const { ticketId } = await buildMessage(db, { teamId: team.id, at: clock.now() })
  await drain()
  await change(boss.id, ticketId, { teamId: own.id, assigneeId: built.id })
  const candidatesFor = async (reader: typeof actor) => {
    const { items } = await getFeed(db, reader, ticketId, { limit: 50 })
    return items
      .flatMap((item) => (item.kind === 'event' && item.type === 'ticket.routed' ? [item.data] : []))
      .flatMap(({ candidates }) => candidates as { agentId: number }[])
      .map((each) => each.agentId)
  }
  expect(await candidatesFor(await actorOf(boss.id))).toEqual(expect.arrayContaining(members.map(idOf)))
  expect(await candidatesFor(actor)).toEqual([])

  const back = await buildMessage(db, { teamId: team.id, at: clock.now() })
  await drain()
  const owner = await ownerOf(back.ticketId)
  await db.updateTable('ticket').set({ team_id: own.id }).where('id', '=', back.ticketId).execute()
  const told = async (reader: typeof actor) => (await getTicketRouting(db, reader, back.ticketId)).decision
  expect((await told(await actorOf(boss.id)))?.candidates).not.toEqual([])
  expect(await told(actor)).toMatchObject({ agentId: owner, candidates: [] })
})

test('whom another team let a ticket wait for is not told either', async () => {
  const { team, members } = await desk(
    { method: 'least_loaded', remembersDays: 7, knownWaitMinutes: 30, capacity: 1 },
    2,
  )
  const anna = members[0]?.id ?? 0
  const { actor, own } = await limited()
  const first = await buildMessage(db, { teamId: team.id, assigneeId: anna, at: clock.now() })
  const again = { teamId: team.id, customerId: first.customerId, email: first.address, at: clock.now() }
  const { ticketId } = await buildMessage(db, again)
  await drain()
  expect(await decisionsOf(ticketId)).toMatchObject([{ why: 'waits_for_known', agentId: anna }])
  await change(boss.id, ticketId, { teamId: own.id })
  const { items } = await getFeed(db, actor, ticketId, { limit: 50 })
  const told = items.flatMap((item) =>
    item.kind === 'event' && item.type === 'ticket.routed' ? [item.data] : [],
  )
  expect(told).toMatchObject([{ why: 'waits_for_known', agentId: null, agentName: '', until: null }])
})
