import { expect, test } from 'vitest'
import { systemClock } from '#server/platform/clock.ts'
import type { Notice } from '#server/platform/realtime/notices.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { slaDesk } from '#test/builders/sla-desk.ts'
import { testPlatform } from '#test/platform.ts'
import { actOnDueTogether, momentsBefore } from './act-on-due.ts'
import { startTicker } from './start-ticker.ts'

const platform = await testPlatform()
const { db } = platform.database
const desk = await slaDesk(platform, new Date().toISOString())
await desk.policy(slaPolicy({ targets: everyPriority({ firstReply: aroundTheClock(1) }) }))

test('several workers tell a breach once, at its moment, and whoever looks at the ticket hears of it', async () => {
  const tickets: number[] = []
  for (let n = 0; n < 20; n++) {
    // Due one after the other from half a second from now on.
    desk.at(new Date(Date.now() - 59_500 + n * 30).toISOString())
    tickets.push(await desk.message())
  }
  desk.at(new Date().toISOString())
  await desk.follow()
  const heard = Promise.withResolvers<void>()
  // A notice that is still on its way from before says nothing new.
  const count = async () => {
    const rows = await db.selectFrom('event').select('id').where('type', '=', 'sla.breached').execute()
    if (rows.length >= tickets.length) heard.resolve()
  }
  const listen = platform.notices.listen((notice: Notice) => {
    if (notice.topic === 'ticket') void count()
  })
  const tickers = [1, 2, 3].map(() => startTicker({ ...platform, clock: systemClock }))
  await heard.promise
  listen()
  await Promise.all(tickers.map((ticker) => ticker.stop()))
  for (const id of tickets) expect(await desk.said(id)).toEqual(['sla.breached first_reply'])
  const { due_at: dueAt } = await db
    .selectFrom('ticket')
    .select('due_at')
    .where('id', '=', tickets[0] ?? 0)
    .executeTakeFirstOrThrow()
  expect(dueAt).not.toBe(null)
})

test('many at one moment: told together, each once, whoever is quicker; one with news is left to be looked at alone', async () => {
  desk.at(new Date(Date.now() + 3_600_000).toISOString())
  const tickets: number[] = []
  for (let n = 0; n < 10; n++) tickets.push(await desk.message())
  await desk.follow()
  desk.later(2)
  const [answered = 0] = tickets
  await desk.reply(answered)
  const done = await Promise.all([1, 2, 3].map(() => actOnDueTogether(db, tickets, desk.now())))
  expect(done.some(({ changed }) => changed.includes(answered))).toBe(true)
  const alone = await actOnDueTogether(db, tickets, desk.now())
  expect(alone).toEqual({ changed: [answered], locked: [] })
  for (const id of tickets.slice(1)) expect(await desk.said(id)).toEqual(['sla.breached first_reply'])
  expect(await desk.said(answered)).toEqual([])
  const due = await momentsBefore(db, desk.now(), 100)
  expect(due.map((moment) => moment.ticketId)).toEqual([answered])
  await desk.follow()
})
