import { expect, test } from 'vitest'
import { calendarRoutes, createCalendar } from '#server/calendars/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { mergeTickets } from '#server/tickets/merge-tickets.ts'
import { testApp } from '#test/app.ts'
import { signedIn } from '#test/builders/agent.ts'
import { aroundTheClock, business, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { slaDesk } from '#test/builders/sla-desk.ts'
import { getClocks } from './get-clocks.ts'

const { db, ask, platform } = await testApp((api, given) => calendarRoutes(api, given))
const desk = await slaDesk(platform, '2026-11-02T09:00:00Z')
const as = await signedIn(db, { id: desk.actor.agentId })
const day = [{ from: '09:00', to: '18:00' }]
const week = [day, day, day, day, day, [], []]
const calendar = await inTransaction(db, (tx) =>
  createCalendar(
    tx,
    desk.actor,
    { name: 'Moscow', timeZone: 'Europe/Moscow', week, holidays: { kind: 'none' }, days: [] },
    desk.now(),
  ),
)
await desk.policy(
  slaPolicy({
    calendarId: calendar.id,
    targets: everyPriority({ firstReply: aroundTheClock(600), solution: business(2400) }),
  }),
)

/** What the lines of each clock add up to beside what it says it has used, and what is left beside what lies ahead. */
async function sums(ticketId: number) {
  const { clocks } = await getClocks(db, desk.actor, ticketId, desk.now())
  return clocks.map((clock) => ({
    kind: clock.kind,
    used: clock.elapsedMs,
    lines: clock.carriedMs + clock.ledger.reduce((sum, line) => sum + line.countedMs, 0),
    left: clock.remainingMs,
    ahead: clock.ahead.reduce((sum, line) => sum + line.countedMs, 0),
  }))
}

test('what a solved ticket’s clock had counted stays, line by line, when its calendar becomes another', async () => {
  const id = await desk.message()
  await desk.follow()
  desk.later(3 * 24 * 60)
  await desk.change(id, { statusId: await desk.statusId('solved') })
  await desk.follow()
  const before = await sums(id)
  expect(before.find((one) => one.kind === 'solution')).toMatchObject({ used: 27 * 3_600_000 })
  const days = [{ date: '2026-11-03', name: 'Closed', kind: 'off' }]
  const path = `/calendars/${calendar.id}`
  expect((await ask({ method: 'PATCH', path, body: { version: 1, days }, as })).status).toBe(200)
  await desk.follow()
  const after = await sums(id)
  expect(after.map((one) => one.used)).toEqual(before.map((one) => one.used))
  expect(after.map((one) => one.lines)).toEqual(after.map((one) => one.used))
})

test('what was waited for in a ticket that went up in this one is part of the sum', async () => {
  const source = await desk.message({ email: 'early@example.com' })
  desk.later(100)
  const target = await desk.message({ email: 'late@example.com' })
  desk.later(10)
  await desk.follow()
  await inTransaction(db, (tx) => mergeTickets(tx, desk.actor, target, [source], desk.now()))
  desk.later(5)
  await desk.follow()
  const [clock] = (await sums(target)).filter((one) => one.kind === 'first_reply')
  expect(clock).toMatchObject({ used: 115 * 60_000, lines: 115 * 60_000 })
  expect(clock?.ahead).toBe(clock?.left)
})
