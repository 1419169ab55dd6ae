import { expect, test } from 'vitest'
import type { FieldChanges, FieldKind, FieldOwner } from '#contract/fields.ts'
import type { SlaPolicyInput } from '#contract/sla.ts'
import { customerRoutes, getCustomer, updateCustomer } from '#server/customers/index.ts'
import { createField } from '#server/fields/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { testApp } from '#test/app.ts'
import { signedIn } from '#test/builders/agent.ts'
import { aroundTheClock, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { slaDesk } from '#test/builders/sla-desk.ts'
import { getClocks } from './get-clocks.ts'

const { db, ask, platform } = await testApp((api, given) => customerRoutes(api, given))
const desk = await slaDesk(platform, new Date().toISOString())
const as = await signedIn(db, { id: desk.actor.agentId })
await desk.policy(slaPolicy({ name: 'Business', targets: everyPriority({ solution: aroundTheClock(60) }) }))

test('own fields of the ticket, its customer and its organization decide, also when they change; names every object has do not', async () => {
  const now = desk.now()
  const names = { ru: 'Поле', en: 'Field' }
  const field = (owner: FieldOwner, key: string, kind: FieldKind, choices: string[] = []) =>
    inTransaction(db, (tx) =>
      createField(
        tx,
        desk.actor,
        {
          owner,
          key,
          names,
          kind,
          choices: choices.map((value) => ({ value, names, isArchived: false })),
          isRequiredToSolve: false,
          shown: 'always',
        },
        now,
      ),
    )
  await field('customer', 'is_vip', 'checkbox')
  await field('organization', 'contract', 'multi_choice', ['gold', 'silver'])
  await field('ticket', 'floor', 'number')
  const wants = (key: string, condition: SlaPolicyInput['conditions'][number]) =>
    slaPolicy({
      name: `By ${key}`,
      conditions: [condition],
      targets: everyPriority({ solution: aroundTheClock(5) }),
    })
  const any = { operator: 'any_of' } as const
  const added = [
    await desk.policy(
      wants('constructor', { field: 'customer_field', key: 'constructor', ...any, values: ['Object'] }),
    ),
    await desk.policy(
      wants('__proto__', { field: 'ticket_field', key: '__proto__', ...any, values: ['[object Object]'] }),
    ),
    await desk.policy(
      wants('contract', { field: 'organization_field', key: 'contract', ...any, values: ['gold'] }),
    ),
    await desk.policy(wants('is_vip', { field: 'customer_field', key: 'is_vip', ...any, values: ['TRUE'] })),
    await desk.policy(wants('floor', { field: 'ticket_field', key: 'floor', ...any, values: ['13'] })),
  ]
  for (const [at, id] of added.entries())
    await db
      .updateTable('sla_policy')
      .set({ position: at - 10 })
      .where('id', '=', id)
      .execute()
  const id = await desk.message()
  const { customer_id: customerId } = await db
    .selectFrom('ticket')
    .select('customer_id')
    .where('id', '=', id)
    .executeTakeFirstOrThrow()
  const policyNow = async () => {
    await desk.follow()
    return (await getClocks(db, desk.actor, id, desk.now())).policy?.name
  }
  expect(await policyNow()).toBe('Business')
  await desk.change(id, { fields: { floor: 13 } })
  expect(await policyNow()).toBe('By floor')
  const changeCustomer = (changes: { fields?: FieldChanges; organizationName?: string }) =>
    inTransaction(db, async (tx) => {
      const { version } = await getCustomer(tx, customerId)
      await updateCustomer(tx, desk.actor, customerId, { version, ...changes }, desk.now())
    })
  await changeCustomer({ fields: { is_vip: true }, organizationName: 'Golden' })
  expect(await policyNow()).toBe('By is_vip')
  const organization = await db
    .selectFrom('organization')
    .select(['id', 'version'])
    .where('name', '=', 'Golden')
    .executeTakeFirstOrThrow()
  const changeOrganization = async (version: number, fields: FieldChanges) => {
    const path = `/organizations/${organization.id}`
    const answer = await ask({ method: 'PATCH', path, body: { version, fields }, as })
    expect(answer.status).toBe(200)
    return answer.body as { version: number }
  }
  const { version } = await changeOrganization(organization.version, { contract: ['silver', 'gold'] })
  expect(await policyNow()).toBe('By contract')
  await changeOrganization(version, { contract: null })
  expect(await policyNow()).toBe('By is_vip')
  await changeCustomer({ fields: { is_vip: false } })
  expect(await policyNow()).toBe('By floor')
})
