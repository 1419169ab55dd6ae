import { expect, test } from 'vitest'
import type { CalendarInput } from '#contract/calendars.ts'
import { createCalendar } from '#server/calendars/index.ts'
import { type Actor, actorOfAgent } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { createAbsence, setStatus, updateAgentSeat } from '#server/routing/index.ts'
import { buildAgent, buildTeam } from '#test/builders/agent.ts'
import { chatDesk } from '#test/chat-desk.ts'
import { isAnybodyThere } from './is-anybody-there.ts'

const { ask, db, boss, asBoss, clock, newChat } = await chatDesk()
const asAnna = (await actorOfAgent(db, boss.id)) as Actor
const oleg = await buildAgent(db, { name: 'Олег' })
const team = await buildTeam(db, { name: 'Чат', memberIds: [boss.id, oleg.id] })

// A Wednesday; the hours of these calendars are in UTC.
const at = (time: string, day = 25) => new Date(`2026-11-${day}T${time}:00Z`)

let serial = 0
async function hours(from: string, to: string): Promise<number> {
  const day = [{ from, to }]
  const week: CalendarInput['week'] = [day, day, day, day, day, [], []]
  const zone = { timeZone: 'Etc/UTC', holidays: { kind: 'none' } as const, days: [] }
  const input = { name: `Часы ${++serial}`, week, ...zone }
  return (await inTransaction(db, (tx) => createCalendar(tx, asAnna, input, at('08:00')))).id
}
const works = (agentId: number, calendarId: number | null) =>
  inTransaction(db, (tx) => updateAgentSeat(tx, asAnna, agentId, { calendarId }, at('08:00')))
const there = (calendarId: number | null, now: Date) =>
  isAnybodyThere(db, { team_id: team.id, calendar_id: calendarId }, now)
const nobody = { isOnline: false, nextOnlineAt: null }

test('nobody is promised for a time that nobody can know', async () => {
  expect(await there(null, at('12:00'))).toEqual(nobody)
  const long = await hours('09:00', '18:00')
  expect(await there(long, at('12:00'))).toEqual(nobody)
  // Out of its hours the chat says when they begin; after Friday that is Monday.
  expect(await there(long, at('19:00'))).toEqual({ isOnline: false, nextOnlineAt: at('09:00', 26) })
  expect(await there(long, at('19:00', 27))).toEqual({ isOnline: false, nextOnlineAt: at('09:00', 30) })
})

test('when the whole team begins later, the first of them is promised, within the chat’s hours', async () => {
  await works(boss.id, await hours('14:00', '22:00'))
  // Oleg has no hours: he may come at any moment, and nothing is said.
  expect(await there(null, at('12:00'))).toEqual(nobody)
  await works(oleg.id, await hours('13:30', '20:00'))
  expect(await there(null, at('12:00'))).toEqual({ isOnline: false, nextOnlineAt: at('13:30') })
  const late = await hours('15:00', '16:00')
  expect(await there(await hours('09:00', '18:00'), at('12:00'))).toMatchObject({ nextOnlineAt: at('13:30') })
  expect(await there(late, at('12:00'))).toMatchObject({ nextOnlineAt: at('15:00') })
  // Somebody should be there now, and is not.
  expect(await there(null, at('14:30'))).toEqual(nobody)
})

test('whoever is on leave is not waited for, and nobody is who no longer works there', async () => {
  const leave = { startsAt: at('10:00').toISOString(), endsAt: at('12:00', 27).toISOString(), remark: '' }
  await inTransaction(db, (tx) => createAbsence(tx, asAnna, { ...leave, agentId: oleg.id }, at('10:00')))
  expect(await there(null, at('12:00'))).toMatchObject({ nextOnlineAt: at('14:00') })
  await db.updateTable('agent').set({ is_active: false }).where('id', '=', boss.id).execute()
  expect(await there(null, at('12:00'))).toMatchObject({ nextOnlineAt: at('13:30', 27) })
  await db.updateTable('agent').set({ is_active: true }).where('id', '=', boss.id).execute()
})

test('an agent with the desk open is there, and the visitor and the administrator are told the same', async () => {
  await db.updateTable('agent_seat').set({ calendar_id: null }).execute()
  const { key } = await newChat({ teamId: team.id })
  const told = async () => {
    const { body } = await ask({ method: 'GET', path: `/chat/${key}/config?language=ru` })
    const listed = await ask({ method: 'GET', path: '/chats', as: asBoss })
    const [{ isOnline, nextOnlineAt }] = listed.body.items
    expect(body).toMatchObject({ isOnline, nextOnlineAt })
    return isOnline as boolean
  }
  expect(await told()).toBe(false)
  const { id: statusId } = await db
    .selectFrom('agent_status')
    .select('id')
    .where('key', '=', 'online')
    .executeTakeFirstOrThrow()
  const choice = { statusId, until: null }
  await inTransaction(db, (tx) => setStatus(tx, oleg.id, choice, oleg.id, clock.now()))
  expect(await told()).toBe(true)
})
