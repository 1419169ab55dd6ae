import { describe, expect, test } from 'vitest'
import type { CalendarInput } from '#contract/calendars.ts'
import { createCalendar } from '#server/calendars/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { routingDesk } from '#test/builders/routing.ts'
import { buildMessage } from '#test/builders/ticket.ts'
import { testPlatform } from '#test/platform.ts'
import { createAbsence, updateAgentSeat } from './index.ts'
import { getBoard } from './get-board.ts'
import { takeNext } from './take-next.ts'
import { getTicketRouting } from './ticket-routing.ts'

const platform = await testPlatform()
const { database, clock } = platform
const { db } = database
const { boss, actorOf, arrange, say, change, drain, desk, ticketIn, ownerOf, decisionsOf, solve, hurry } =
  await routingDesk(platform)
const minuteMs = 60_000
const inMinutes = (minutes: number) => new Date(clock.now().getTime() + minutes * minuteMs)

const patient = { method: 'least_loaded', capacity: 1, remembersDays: 30, knownWaitMinutes: 40 } as const
type Policy = Parameters<typeof desk>[0]

/** Anna knows a customer; Oleg is free all the time. */
async function acquainted(policy: Policy = patient) {
  const { team, members } = await desk(policy)
  const [anna = 0, oleg = 0] = members.map((each) => each.id)
  const first = await buildMessage(db, { teamId: team.id, at: clock.now() })
  await drain()
  expect(await ownerOf(first.ticketId)).toBe(anna)
  await solve(anna, first.ticketId)
  await drain()
  /** The customer writes again, of something else. */
  const again = async () => {
    const ticketId = await ticketIn(team.id, { customerId: first.customerId, email: first.address })
    await drain()
    return ticketId
  }
  return { team, anna, oleg, first, again }
}

/** The same, while Anna has all she can carry. */
async function busy(policy: Policy = patient) {
  const there = await acquainted(policy)
  const filler = await ticketIn(there.team.id, { assigneeId: there.anna })
  await drain()
  return { ...there, filler }
}

async function keptFor(ticketId: number) {
  return (await getTicketRouting(db, await actorOf(boss.id), ticketId)).keptFor
}

/** Until when it waits for whoever knows the customer: so many minutes since it came. */
async function promised(ticketId: number, minutes: number): Promise<string> {
  const { waitsSince, keptFor: kept } = await getTicketRouting(db, await actorOf(boss.id), ticketId)
  expect(Date.parse(kept?.until ?? '') - Date.parse(waitsSince ?? '')).toBe(minutes * minuteMs)
  return kept?.until ?? ''
}

async function teamOf(ticketId: number): Promise<number | null> {
  const row = await db
    .selectFrom('ticket')
    .select('team_id')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow()
  return row.team_id
}

/** Working hours of one agent, by a zone in which it is about noon, so that they end on the day they begin. */
async function hoursOf(agentId: number, from: Date, to: Date): Promise<void> {
  const asBoss = await actorOf(boss.id)
  const east = 12 - clock.now().getUTCHours()
  const local = (at: Date) => new Date(at.getTime() + east * 60 * minuteMs).toISOString().slice(11, 16)
  const hours = [{ from: local(from), to: local(to) }]
  const week: CalendarInput['week'] = [hours, hours, hours, hours, hours, hours, hours]
  const timeZone = `Etc/GMT${east > 0 ? `-${east}` : `+${-east}`}`
  const noHolidays = { kind: 'none' } as const
  const input = { name: `Часы ${agentId}`, timeZone, week, holidays: noHolidays, days: [] }
  await inTransaction(db, async (tx) => {
    const { id: calendarId } = await createCalendar(tx, asBoss, input, clock.now())
    await updateAgentSeat(tx, asBoss, agentId, { calendarId }, clock.now())
  })
  await drain()
}

async function absent(agentId: number, minutes: number): Promise<void> {
  const [startsAt, endsAt] = [clock.now().toISOString(), inMinutes(minutes).toISOString()]
  const actor = await actorOf(agentId)
  await inTransaction(db, (tx) => createAbsence(tx, actor, { startsAt, endsAt, remark: '' }, clock.now()))
  clock.forward(1)
  await drain()
}

describe('a team that waits for whoever knows the customer', () => {
  test('lets the ticket wait while they are full, says for whom and until when, and gives it to them', async () => {
    const { team, anna, filler, first, again } = await busy()
    const ticketId = await again()
    const until = await promised(ticketId, 40)
    expect(await ownerOf(ticketId)).toBeNull()
    const decision = {
      outcome: 'waits',
      why: 'waits_for_known',
      agentId: anna,
      knownTicketId: first.ticketId,
      until,
    }
    expect(await decisionsOf(ticketId)).toMatchObject([{ ...decision, minutes: 40, teamId: team.id }])
    expect(await keptFor(ticketId)).toMatchObject({ agentId: anna, until })
    const { teams } = await getBoard(db, await actorOf(boss.id), clock.now())
    expect(teams.find((each) => each.teamId === team.id)?.keptFor).toMatchObject([
      { agentId: anna, tickets: 1, until },
    ])
    await solve(anna, filler)
    await drain()
    expect(await ownerOf(ticketId)).toBe(anna)
    expect((await decisionsOf(ticketId)).at(-1)).toMatchObject({ outcome: 'assigned', why: 'knows_customer' })
  })

  test('asks others when the time is over', async () => {
    const { oleg, again } = await busy()
    const ticketId = await again()
    await hurry('routing.kept:%')
    expect(await ownerOf(ticketId)).toBeNull()
    clock.forward(40 * 60)
    await hurry('routing.kept:%')
    expect(await ownerOf(ticketId)).toBe(oleg)
  })

  test('and tells when the time is over and nobody else can take it either', async () => {
    const { anna, oleg, again } = await busy()
    const ticketId = await again()
    await say(oleg, 'offline')
    clock.forward(40 * 60)
    await hurry('routing.kept:%')
    expect(await keptFor(ticketId)).toBeNull()
    expect((await decisionsOf(ticketId)).map((each) => each.why)).toEqual(['waits_for_known', 'nobody'])
    // It does not begin anew: whoever comes first takes it.
    await say(oleg, 'online')
    await drain()
    expect(await ownerOf(ticketId)).toBe(oleg)
    expect(anna).not.toBe(oleg)
  })

  test('not when they are offline, nor when the team does not wait, nor for what they can never take', async () => {
    const gone = await acquainted()
    await say(gone.anna, 'offline')
    expect(await ownerOf(await gone.again())).toBe(gone.oleg)
    const hasty = await busy({ ...patient, knownWaitMinutes: 0 })
    expect(await ownerOf(await hasty.again())).toBe(hasty.oleg)
    const never = await busy()
    const asBoss = await actorOf(boss.id)
    const limits = { sourceLimits: { email: 0 } }
    await inTransaction(db, (tx) => updateAgentSeat(tx, asBoss, never.anna, limits, clock.now()))
    expect(await ownerOf(await never.again())).toBe(never.oleg)
  })

  test('while they are away, until they are back; not when they said they are back too late', async () => {
    const { anna, again } = await acquainted()
    await say(anna, 'away')
    const ticketId = await again()
    expect(await keptFor(ticketId)).toMatchObject({ agentId: anna })
    await say(anna, 'online')
    await drain()
    expect(await ownerOf(ticketId)).toBe(anna)
    const late = await acquainted()
    await say(late.anna, 'away', inMinutes(60))
    expect(await ownerOf(await late.again())).toBe(late.oleg)
  })

  test('ends at once when they go away for longer', async () => {
    const { anna, oleg, again } = await busy()
    const ticketId = await again()
    await say(anna, 'away', inMinutes(20))
    await drain()
    expect(await keptFor(ticketId)).toMatchObject({ agentId: anna })
    await say(anna, 'away', inMinutes(60))
    await drain()
    expect(await ownerOf(ticketId)).toBe(oleg)
  })

  test('ends at once when they leave, are absent for longer, or are of the team no more', async () => {
    const left = await busy()
    const one = await left.again()
    await say(left.anna, 'offline')
    await drain()
    expect(await ownerOf(one)).toBe(left.oleg)

    const ill = await busy()
    const two = await ill.again()
    await absent(ill.anna, 10)
    expect(await keptFor(two)).toMatchObject({ agentId: ill.anna })
    await absent(ill.anna, 24 * 60)
    expect(await ownerOf(two)).toBe(ill.oleg)

    const moved = await busy()
    const three = await moved.again()
    await db.deleteFrom('team_member').where('agent_id', '=', moved.anna).execute()
    await platformTask('routing.people_changed')
    expect(await ownerOf(three)).toBe(moved.oleg)
  })

  test('outside their hours only when they are back in time, also when they left the desk meanwhile', async () => {
    const { anna, oleg, again } = await acquainted()
    await say(anna, 'offline')
    await hoursOf(anna, inMinutes(30), inMinutes(300))
    const ticketId = await again()
    expect(await keptFor(ticketId)).toMatchObject({ agentId: anna })
    // The hours begin and the browser is not open yet: no reason to break the word.
    clock.forward(31 * 60)
    await hurry('routing.opening:%')
    expect(await keptFor(ticketId)).toMatchObject({ agentId: anna })
    await say(anna, 'online')
    await drain()
    expect(await ownerOf(ticketId)).toBe(anna)
    const late = await acquainted()
    await hoursOf(late.anna, inMinutes(50), inMinutes(300))
    expect(await ownerOf(await late.again())).toBe(late.oleg)
    expect(oleg).not.toBe(anna)
  })

  test('no longer than to the end of their hours', async () => {
    const { anna, again } = await busy()
    await hoursOf(anna, inMinutes(-60), inMinutes(15))
    const { until } = (await keptFor(await again())) ?? {}
    expect(Date.parse(until ?? '')).toBeLessThanOrEqual(inMinutes(15).getTime())
  })

  test('never beyond the moment at which the ticket goes to another team', async () => {
    const far = await desk({ method: 'least_loaded' }, 1)
    const { again } = await busy({ ...patient, overflowMinutes: 10, overflowTeamId: far.team.id })
    const ticketId = await again()
    await promised(ticketId, 10)
    clock.forward(600)
    await hurry(`routing.overflow:${ticketId}`)
    expect([await teamOf(ticketId), await ownerOf(ticketId)]).toEqual([far.team.id, far.members[0]?.id])
    expect(await keptFor(ticketId)).toBeNull()
  })

  test('ends with a hand that takes it; as the next ticket it comes to others behind everything else', async () => {
    const { team, oleg, again } = await busy({ ...patient, capacity: 1 })
    const ticketId = await again()
    await say(oleg, 'away')
    clock.forward(1)
    const other = await ticketIn(team.id)
    await drain()
    const asOleg = await actorOf(oleg)
    const taken = await inTransaction(db, (tx) => takeNext(tx, asOleg, clock.now()))
    expect(taken).toEqual({ ticketId: other, reason: null })
    await change(boss.id, ticketId, { assigneeId: boss.id })
    await drain()
    clock.forward(40 * 60)
    await hurry('routing.kept:%')
    expect(await ownerOf(ticketId)).toBe(boss.id)
    expect(await keptFor(ticketId)).toBeNull()
  })

  test('a team that no longer waits gives away what it kept', async () => {
    const { team, oleg, again } = await busy()
    const ticketId = await again()
    await arrange(team.id, { knownWaitMinutes: 0 })
    await drain()
    expect(await ownerOf(ticketId)).toBe(oleg)
  })

  test('one that is told to wait longer does, and says so', async () => {
    const { team, again } = await busy()
    const ticketId = await again()
    await arrange(team.id, { knownWaitMinutes: 60 })
    await drain()
    await promised(ticketId, 60)
  })
})

async function platformTask(name: string): Promise<void> {
  const { tasks } = await routingDesk(platform)
  await tasks[name]?.({})
  await drain()
}
