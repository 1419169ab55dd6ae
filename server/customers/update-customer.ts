import type { Customer } from '#contract/customers.ts'
import type { FieldChanges } from '#contract/fields.ts'
import { changeValues } from '#server/fields/index.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { normaliseEmail, normalisePhone } from './address.ts'
import { getCustomer } from './get-customer.ts'
import type { AddressKind } from './tables.ts'

interface Changes {
  version: number
  name?: string | undefined
  organizationName?: string | null | undefined
  language?: 'ru' | 'en' | null | undefined
  remark?: string | undefined
  isManager?: boolean | undefined
  addEmail?: string | undefined
  addPhone?: string | undefined
  fields?: FieldChanges | undefined
}

export async function updateCustomer(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: Changes,
  now: Date,
): Promise<Customer> {
  const row = found(
    await tx
      .selectFrom('customer')
      .select(['version', 'fields'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst(),
  )
  if (row.version !== changes.version) fail('version_conflict', { detail: { version: row.version } })
  const organizationId =
    typeof changes.organizationName === 'string' && changes.organizationName !== ''
      ? await organizationNamed(tx, changes.organizationName, now)
      : null
  const own = changes.fields ? await changeValues(tx, 'customer', row.fields, changes.fields) : null
  await tx
    .updateTable('customer')
    .set({
      version: row.version + 1,
      updated_at: now,
      ...(changes.name !== undefined && { name: changes.name }),
      ...(changes.language !== undefined && { language: changes.language }),
      ...(changes.remark !== undefined && { remark: changes.remark }),
      ...(changes.isManager !== undefined && { is_manager: changes.isManager }),
      ...(changes.organizationName !== undefined && { organization_id: organizationId }),
      ...(own && { fields: JSON.stringify(own.values) }),
    })
    .where('id', '=', id)
    .execute()
  if (changes.addEmail !== undefined) await addAddress(tx, id, 'email', normaliseEmail(changes.addEmail), now)
  if (changes.addPhone !== undefined) {
    const phone = normalisePhone(changes.addPhone)
    if (phone === null)
      fail('invalid_input', { fields: [{ path: 'body.addPhone', message: 'not a phone number' }] })
    await addAddress(tx, id, 'phone', phone, now)
  }
  await recordEvent(tx, {
    type: 'customer.updated',
    at: now,
    actor: { kind: 'agent', id: actor.agentId },
    data: { customerId: id, ...(own && { changes: own.differences }) },
  })
  return getCustomer(tx, id)
}

async function organizationNamed(tx: Tx, name: string, now: Date): Promise<number> {
  const known = await tx.selectFrom('organization').select('id').where('name', '=', name).executeTakeFirst()
  if (known) return known.id
  const created = await tx
    .insertInto('organization')
    .values({ name, created_at: now })
    .returning('id')
    .executeTakeFirstOrThrow()
  return created.id
}

/** An address belongs to one customer; taking another's would join two people's histories. */
async function addAddress(
  tx: Tx,
  customerId: number,
  kind: AddressKind,
  value: string,
  now: Date,
): Promise<void> {
  const added = await tx
    .insertInto('customer_address')
    .values({ customer_id: customerId, kind, value, created_at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!added) fail('already_exists', { detail: { value } })
}
