import { findOrCreateCustomer, getCustomer, updateCustomer } from '#server/customers/index.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { customers } from './people.ts'

/** Everybody who writes to the demo desk, with what an agent would have noted of them. Answers ids by address. */
export async function fillCustomers(tx: Tx, actor: Actor, now: Date): Promise<Map<string, number>> {
  const ids = new Map<string, number>()
  for (const { email, name, language, organization, phone, remark } of customers) {
    const id = await findOrCreateCustomer(tx, { kind: 'email', value: email, name, language }, now)
    ids.set(email, id)
    if (organization === undefined && phone === undefined && remark === undefined) continue
    const { version } = await getCustomer(tx, id)
    const changes = { version, organizationName: organization, addPhone: phone, remark }
    await updateCustomer(tx, actor, id, changes, now)
  }
  return ids
}
