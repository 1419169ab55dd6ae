import { expect, test } from 'vitest'
import type { CalendarInput } from '#contract/calendars.ts'
import { createCalendar } from '#server/calendars/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { routingDesk } from '#test/builders/routing.ts'
import { testPlatform } from '#test/platform.ts'
import { createAbsence, endAbsence } from './absences.ts'
import { updateAgentSeat } from './agent-seats.ts'
import { getTicketRouting } from './ticket-routing.ts'

const platform = await testPlatform()
const { database, clock } = platform
const { db, pool } = database
const { boss, actorOf, say, change, drain, desk, ticketIn, ownerOf, decisionsOf, hurry } =
  await routingDesk(platform)
const asBoss = await actorOf(boss.id)
const minuteMs = 60_000
const inMinutes = (minutes: number) => new Date(clock.now().getTime() + minutes * minuteMs)

/** An agent's hours begin in so many minutes; by a zone in which it is about noon, so that they end on the day they begin. */
async function worksFrom(agentId: number, minutes: number): Promise<void> {
  const east = 12 - clock.now().getUTCHours()
  const local = (at: Date) => new Date(at.getTime() + east * 60 * minuteMs).toISOString().slice(11, 16)
  const hours = [{ from: local(inMinutes(minutes)), to: local(inMinutes(300)) }]
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

/** In how many minutes a team's queue is looked at because somebody begins to work. */
async function opensIn(teamId: number): Promise<number> {
  const { rows } = await pool.query<{ run_at: Date }>(
    'select run_at from graphile_worker.jobs where key = $1',
    [`routing.opening:${teamId}`],
  )
  return ((rows[0]?.run_at.getTime() ?? 0) - clock.now().getTime()) / minuteMs
}

test('outside the hours of everybody a ticket waits for whoever begins first, and is handed out then', async () => {
  const { team, members } = await desk({ method: 'round_robin' })
  const [anna = 0, oleg = 0] = members.map((each) => each.id)
  await worksFrom(anna, 60)
  await worksFrom(oleg, 30)
  const ticketId = await ticketIn(team.id)
  await drain()
  expect(await decisionsOf(ticketId)).toMatchObject([
    { outcome: 'waits', candidates: [{ passed: 'outside_hours' }, { passed: 'outside_hours' }] },
  ])
  const first = await opensIn(team.id)
  expect([first > 28, first <= 30]).toEqual([true, true])
  clock.forward(30 * 60)
  await say(oleg, 'offline')
  await hurry(`routing.opening:${team.id}`)
  expect(await ownerOf(ticketId)).toBeNull()
  const second = await opensIn(team.id)
  expect([second > 28, second <= 30], 'and then for the next').toEqual([true, true])
  clock.forward(30 * 60)
  await hurry(`routing.opening:${team.id}`)
  expect(await ownerOf(ticketId)).toBe(anna)
})

test('whoever is absent is passed over until they are back, by the day or by word', async () => {
  const { team, members } = await desk({ method: 'round_robin' }, 1)
  const anna = await actorOf(members[0]?.id ?? 0)
  const away = async (minutes: number) => {
    const days = { startsAt: clock.now().toISOString(), endsAt: inMinutes(minutes).toISOString(), remark: '' }
    return inTransaction(db, (tx) => createAbsence(tx, anna, days, clock.now()))
  }
  await away(60)
  clock.forward(1)
  const first = await ticketIn(team.id)
  await drain()
  expect(await decisionsOf(first)).toMatchObject([{ outcome: 'waits', candidates: [{ passed: 'absent' }] }])
  clock.forward(60 * 60)
  await pool.query(
    "update graphile_worker._private_jobs set run_at = now() where payload->>'agentId' = $1 and key is null",
    [String(anna.agentId)],
  )
  await drain()
  expect(await ownerOf(first)).toBe(anna.agentId)
  const { id } = await away(60)
  clock.forward(1)
  const second = await ticketIn(team.id)
  await drain()
  expect(await ownerOf(second)).toBeNull()
  await inTransaction(db, (tx) => endAbsence(tx, anna, id, clock.now()))
  await drain()
  expect(await ownerOf(second)).toBe(anna.agentId)
})

test('a ticket says why it came to whom only while that is whose it is', async () => {
  const { team, members } = await desk({ method: 'round_robin' }, 1)
  const ticketId = await ticketIn(team.id)
  await drain()
  const why = async () => (await getTicketRouting(db, asBoss, ticketId)).decision
  expect(await why()).toMatchObject({ outcome: 'assigned', agentId: members[0]?.id, why: 'turn' })
  await change(boss.id, ticketId, { assigneeId: boss.id })
  await drain()
  expect(await why()).toBeNull()
})
