import { expect, test } from 'vitest'
import type { SlaPolicyInput } from '#contract/sla.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { slaDesk } from '#test/builders/sla-desk.ts'
import { testPlatform } from '#test/platform.ts'
import { actOnDue } from './act-on-due.ts'
import { getClocks } from './get-clocks.ts'
import { updatePolicy } from './save-policy.ts'

const platform = await testPlatform()
const { db } = platform.database
const desk = await slaDesk(platform, '2026-11-02T09:00:00Z')
const promise = (minutes: number, more: Partial<SlaPolicyInput> = {}) =>
  slaPolicy({ targets: everyPriority({ firstReply: aroundTheClock(minutes) }), ...more })
const id = await desk.policy(promise(60))
let version = 1
const save = (policy: SlaPolicyInput) =>
  inTransaction(db, (tx) =>
    updatePolicy(tx, desk.actor, id, { policy, includesOpen: true, version: version++ }, desk.now()),
  )
const isBreached = async (ticketId: number) => {
  const rows = await db.selectFrom('sla_ticket').select('state').where('ticket_id', '=', ticketId).execute()
  return rows[0]?.state.clocks.some((clock) => clock.kind === 'first_reply' && clock.fired.includes('breach'))
}

test.each(['the answer is taken in first', 'the clocks are counted anew first'])(
  'an answer that came too late after the policy was saved is told as a breach, once: %s',
  async (order) => {
    await save(promise(60))
    await desk.follow()
    const ticketId = await desk.message()
    await desk.follow()
    // Nobody looked at the moment when it was due, and meanwhile the policy was saved.
    desk.later(90)
    await save(promise(60, { warnings: [{ kind: 'percent', percent: 50 }] }))
    desk.later(1)
    await desk.reply(ticketId)
    if (order.startsWith('the answer')) await actOnDue(db, ticketId, desk.now())
    await desk.follow()
    expect(await desk.said(ticketId)).toEqual(['sla.breached first_reply'])
    expect(await isBreached(ticketId)).toBe(true)
    desk.later(60)
    await actOnDue(db, ticketId, desk.now())
    expect(await desk.said(ticketId)).toEqual(['sla.breached first_reply'])
  },
)

test('a breach told of a shorter time is told again when the longer one is over, too', async () => {
  await save(promise(60))
  await desk.follow()
  const ticketId = await desk.message()
  await desk.follow()
  desk.later(61)
  await actOnDue(db, ticketId, desk.now())
  expect(await desk.said(ticketId)).toEqual(['sla.breached first_reply'])
  await save(promise(120))
  await desk.follow()
  expect(await isBreached(ticketId)).toBe(false)
  desk.later(60)
  await actOnDue(db, ticketId, desk.now())
  expect(await desk.said(ticketId)).toEqual(['sla.breached first_reply', 'sla.breached first_reply'])
})

test('a warning that was added when its moment had passed is not told of the tickets that are past it', async () => {
  await save(promise(60))
  await desk.follow()
  const past = await desk.message()
  await desk.follow()
  desk.later(40)
  const ahead = await desk.message()
  await desk.follow()
  await save(promise(60, { warnings: [{ kind: 'percent', percent: 50 }] }))
  await desk.follow()
  for (const ticketId of [past, ahead]) expect(await desk.said(ticketId)).toEqual([])
  // Told or not, the ledger shows it as what it is.
  const isPast = async (ticketId: number) => {
    const { clocks } = await getClocks(db, desk.actor, ticketId, desk.now())
    return clocks[0]?.warnings.map((warning) => warning.isPast)
  }
  expect([await isPast(past), await isPast(ahead)]).toEqual([[true], [false]])
  desk.later(30)
  for (const ticketId of [past, ahead]) await actOnDue(db, ticketId, desk.now())
  expect(await desk.said(past)).toEqual(['sla.breached first_reply'])
  expect(await desk.said(ahead)).toEqual(['sla.warned first_reply percent:50'])
})

test('what was over before the policy was saved is in history and ledger at once, and no news for each agent', async () => {
  await save(promise(600))
  await desk.follow()
  const ticketId = await desk.message()
  await desk.follow()
  desk.later(90)
  await save(promise(60))
  await desk.follow()
  expect(await desk.said(ticketId)).toEqual(['sla.breached first_reply'])
  expect(await isBreached(ticketId)).toBe(true)
  const wasOver = async () => {
    const rows = await db
      .selectFrom('event')
      .select('data')
      .where('type', '=', 'sla.breached')
      .orderBy('id')
      .execute()
    return rows.at(-1)?.data['wasOver'] === true
  }
  expect(await wasOver()).toBe(true)
  const later = await desk.message()
  await desk.follow()
  desk.later(61)
  await actOnDue(db, later, desk.now())
  expect(await desk.said(later)).toEqual(['sla.breached first_reply'])
  expect(await wasOver()).toBe(false)
})
