import { expect, test } from 'vitest'
import type { SlaPolicyInput } from '#contract/sla.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { slaDesk } from '#test/builders/sla-desk.ts'
import { testPlatform } from '#test/platform.ts'
import { previewPolicy } from './preview-policy.ts'

const platform = await testPlatform()
const { db } = platform.database
const desk = await slaDesk(platform, '2026-11-02T09:00:00Z')
const promise = (minutes: number, more: Partial<SlaPolicyInput> = {}) =>
  slaPolicy({ name: 'Usual', targets: everyPriority({ firstReply: aroundTheClock(minutes) }), ...more })
const policyId = await desk.policy(promise(60))
// Three tickets: 70, 40 and 10 minutes old.
const late = await desk.message()
desk.later(30)
const middle = await desk.message()
desk.later(30)
const fresh = await desk.message()
desk.later(10)
await desk.follow()
const ask = (policy: SlaPolicyInput | null, most?: { looked: number; folded: number }) =>
  previewPolicy(db, desk.actor, { policyId, policy, includesOpen: true }, desk.now(), most)

test('those who become overdue stand first: they are what one has to know', async () => {
  const preview = await ask(promise(30))
  expect(preview).toMatchObject({ touched: 3, sooner: 3, later: 0, overdueBefore: 1, overdueAfter: 2 })
  expect(preview.examples.map(({ ticketId }) => ticketId)).toEqual([middle, late, fresh])
})

test('a deadline that falls away comes no later, and one where there was none no sooner', async () => {
  expect(await ask(promise(60, { isActive: false }))).toMatchObject({
    touched: 3,
    leaving: 3,
    sooner: 0,
    later: 0,
    vanishing: 3,
    appearing: 0,
    overdueAfter: 0,
  })
  const other = { ...promise(60), targets: everyPriority({ solution: aroundTheClock(600) }) }
  expect(await ask(other)).toMatchObject({ touched: 3, later: 3, vanishing: 0, appearing: 0 })
})

test('what was not counted is not said to have been looked at', async () => {
  const preview = await ask(promise(30), { looked: 2000, folded: 2 })
  // The latest two.
  expect(preview).toMatchObject({ isWhole: false, looked: 2, touched: 2, overdueBefore: 0 })
})
