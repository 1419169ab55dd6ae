import { expect, test } from 'vitest'
import type { SlaPolicyInput } from '#contract/sla.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { slaDesk } from '#test/builders/sla-desk.ts'
import { testPlatform } from '#test/platform.ts'
import { getClocks } from './get-clocks.ts'
import { previewPolicy } from './preview-policy.ts'
import { getRecomputation, recompute } from './recompute.ts'
import { archivePolicy, createPolicy, updatePolicy } from './save-policy.ts'
import { setPolicy } from './set-policy.ts'

const platform = await testPlatform()
const { db } = platform.database
const desk = await slaDesk(platform, '2026-11-02T09:00:00Z')
const promise = (name: string, minutes: number, more: Partial<SlaPolicyInput> = {}) =>
  slaPolicy({ name, targets: everyPriority({ solution: aroundTheClock(minutes) }), ...more })
const never: SlaPolicyInput['conditions'] = [{ field: 'tag', operator: 'any_of', values: ['nobody has it'] }]
const policyOf = async (ticketId: number) =>
  (await getClocks(db, desk.actor, ticketId, desk.now())).policy?.name ?? null

const usual = await desk.policy(promise('Usual', 600))
const count = async () =>
  (await db.selectFrom('sla_recomputation').select('id').where('finished_at', 'is', null).execute()).length

test.each(['archived', 'turned off'])(
  'what the preview says of a policy set by hand that is %s is what is then done',
  async (how) => {
    const byHand = promise(`By hand, ${how}`, 60, { conditions: never })
    const id = await desk.policy(byHand)
    const ticketId = await desk.message()
    await desk.follow()
    await inTransaction(db, (tx) =>
      setPolicy(tx, ticketId, id, { actor: { kind: 'agent', id: desk.actor.agentId } }, desk.now()),
    )
    expect(await policyOf(ticketId)).toBe(byHand.name)
    const off = { ...byHand, isActive: false }
    const wish = { policyId: id, policy: how === 'archived' ? null : off, includesOpen: false }
    const preview = await previewPolicy(db, desk.actor, wish, desk.now())
    expect(preview).toMatchObject({
      touched: 1,
      leaving: 1,
      later: 1,
      examples: [{ ticketId, policyBefore: byHand.name, policyAfter: 'Usual' }],
    })
    await inTransaction(db, (tx) =>
      how === 'archived'
        ? archivePolicy(tx, desk.actor, id, desk.now())
        : updatePolicy(tx, desk.actor, id, { policy: off, includesOpen: false, version: 1 }, desk.now()),
    )
    await desk.follow()
    expect(await policyOf(ticketId)).toBe('Usual')
    expect((await desk.due(ticketId))?.at).toBe(preview.examples[0]?.dueAfter)
  },
)

test('a policy set by hand that was archived while the ticket was solved does not hold when it comes back', async () => {
  const id = await desk.policy(promise('Gone', 60, { conditions: never }))
  const ticketId = await desk.message()
  await desk.follow()
  await inTransaction(db, (tx) =>
    setPolicy(tx, ticketId, id, { actor: { kind: 'agent', id: desk.actor.agentId } }, desk.now()),
  )
  await desk.change(ticketId, { statusId: await desk.statusId('solved') })
  await desk.follow()
  await inTransaction(db, (tx) => archivePolicy(tx, desk.actor, id, desk.now()))
  await desk.follow()
  await desk.change(ticketId, { statusId: await desk.statusId('open') })
  await desk.follow()
  expect((await getClocks(db, desk.actor, ticketId, desk.now())).policy).toMatchObject({
    name: 'Usual',
    isSet: false,
  })
})

test('two who add a policy of one name at the same moment: one is told that it is taken', async () => {
  const add = () => desk.policy(promise('Twice', 60, { conditions: never }))
  const outcomes = await Promise.allSettled([add(), add(), add()])
  const failed = outcomes.flatMap((one) => (one.status === 'rejected' ? [String(one.reason)] : []))
  expect(failed).toHaveLength(2)
  expect(failed.join()).toMatch(/already_exists.*already_exists/)
})

test('a policy saved again and again is counted anew once', async () => {
  for (let version = 1; version <= 3; version++)
    await inTransaction(db, (tx) =>
      updatePolicy(
        tx,
        desk.actor,
        usual,
        { policy: promise('Usual', 600 + version), includesOpen: false, version },
        desk.now(),
      ),
    )
  expect(await count()).toBe(1)
  await inTransaction(db, (tx) =>
    createPolicy(tx, desk.actor, { policy: promise('Last', 5), includesOpen: true }, desk.now()),
  )
  // Who asks every open ticket asks those of the one policy, too.
  expect(await count()).toBe(1)
  await recompute(db, () => desk.now())
  expect(await getRecomputation(db)).toMatchObject({ state: 'idle' })
  expect(await count()).toBe(0)
})
