import { expect, test } from 'vitest'
import type { CalendarInput } from '#contract/calendars.ts'
import { createCalendar } from '#server/calendars/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { freezeTicket, lockTicketRow } from '#server/tickets/index.ts'
import { routingDesk } from '#test/builders/routing.ts'
import { testPlatform } from '#test/platform.ts'
import { updateCalendar } from '../calendars/update-calendar.ts'
import { takeNext } from './take-next.ts'

const platform = await testPlatform()
const { database, clock } = platform
const { db } = database
const { boss, actorOf, arrange, change, drain, desk, ticketIn, ownerOf, solve, hurry, tasks } =
  await routingDesk(platform)
const system = { actor: { kind: 'system', id: null } } as const
const hourMs = 3_600_000

async function freeze(ticketId: number, until: Date): Promise<void> {
  await inTransaction(db, async (tx) => {
    const ticket = await lockTicketRow(tx, ticketId)
    if (!ticket) throw new Error('no such ticket')
    await freezeTicket(tx, ticket, until, system, clock.now())
  })
}

async function teamOf(ticketId: number): Promise<number | null> {
  const row = await db
    .selectFrom('ticket')
    .select('team_id')
    .where('id', '=', ticketId)
    .executeTakeFirstOrThrow()
  return row.team_id
}

test('what was put aside while it waited is handed out when it comes back', async () => {
  const { team, members } = await desk({ method: 'least_loaded', capacity: 1 }, 1)
  const anna = members[0]?.id ?? 0
  const [first, second] = [await ticketIn(team.id), await ticketIn(team.id)]
  await drain()
  const until = new Date(clock.now().getTime() + hourMs)
  await freeze(second, until)
  await solve(anna, first)
  await drain()
  expect(await ownerOf(second)).toBeNull()
  clock.forward(3601)
  await tasks['ticket.unfreeze']?.({ ticketId: second, until: until.toISOString() })
  await drain()
  expect(await ownerOf(second)).toBe(anna)
})

test('what is put aside goes to no other team before it is back', async () => {
  const far = await desk({ method: 'manual' }, 0)
  const { team } = await desk({ method: 'round_robin', overflowMinutes: 30, overflowTeamId: far.team.id }, 0)
  const ticketId = await ticketIn(team.id)
  await drain()
  const until = new Date(clock.now().getTime() + hourMs)
  await freeze(ticketId, until)
  clock.forward(1801)
  await hurry(`routing.overflow:${ticketId}`)
  expect(await teamOf(ticketId)).toBe(team.id)
  clock.forward(1801)
  await tasks['ticket.unfreeze']?.({ ticketId, until: until.toISOString() })
  await drain()
  await hurry(`routing.overflow:${ticketId}`)
  expect(await teamOf(ticketId)).toBe(far.team.id)
})

test('a team that is told where its tickets overflow to sends those that wait already', async () => {
  const far = await desk({ method: 'manual' }, 0)
  const { team } = await desk({ method: 'round_robin' }, 0)
  const byHand = await desk({ method: 'manual' }, 0)
  const tickets = [await ticketIn(team.id), await ticketIn(byHand.team.id)]
  await drain()
  clock.forward(600)
  for (const teamId of [team.id, byHand.team.id])
    await arrange(teamId, { overflowMinutes: 30, overflowTeamId: far.team.id })
  await drain()
  for (const ticketId of tickets) await hurry(`routing.overflow:${ticketId}`)
  expect(await Promise.all(tickets.map(teamOf))).toEqual([far.team.id, far.team.id])
})

test('hours that are changed count at once for what waits', async () => {
  const closed: CalendarInput['week'] = [[], [], [], [], [], [], []]
  const noHolidays = { kind: 'none' } as const
  const input = { name: 'Часы', timeZone: 'UTC', week: closed, holidays: noHolidays, days: [] }
  const { team, members } = await desk({ method: 'round_robin' }, 1)
  const asBoss = await actorOf(boss.id)
  const { id, version } = await inTransaction(db, (tx) => createCalendar(tx, asBoss, input, clock.now()))
  await arrange(team.id, { calendarId: id })
  const ticketId = await ticketIn(team.id)
  await drain()
  expect(await ownerOf(ticketId)).toBeNull()
  const week = closed.map(() => [{ from: '00:00', to: '24:00' }])
  await inTransaction(db, (tx) => updateCalendar(tx, asBoss, id, { week, version }, clock.now()))
  await drain()
  expect(await ownerOf(ticketId)).toBe(members[0]?.id)
})

test('the next ticket is found behind any number that somebody else must take', async () => {
  const { team, members } = await desk({ method: 'skills' }, 1)
  const anna = await actorOf(members[0]?.id ?? 0)
  const { id: skillId } = await db
    .insertInto('skill')
    .values({ name: 'Суахили' })
    .returning('id')
    .executeTakeFirstOrThrow()
  const before = []
  for (let at = 0; at < 205; at++) before.push(await ticketIn(team.id))
  await db
    .insertInto('ticket_need')
    .values(before.map((ticket_id) => ({ ticket_id, skill_id: skillId, level: 1 })))
    .execute()
  clock.forward(1)
  const ticketId = await ticketIn(team.id)
  const taken = await inTransaction(db, (tx) => takeNext(tx, anna, clock.now()))
  expect(taken).toEqual({ ticketId, reason: null })
  await change(boss.id, ticketId, { assigneeId: boss.id })
})
