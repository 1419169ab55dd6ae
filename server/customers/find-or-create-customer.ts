import { sql } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { nameCustomer } from './name-customer.ts'
import type { AddressKind } from './tables.ts'

interface Contact {
  kind: AddressKind
  /** Already normalised, see address.ts. */
  value: string
  name: string
  language?: Language
}

/**
 * The customer behind an address, made when nobody has it yet. Two letters of one stranger at the same moment
 * make one customer: the second waits on the unique address and takes the first one's. A customer who had no
 * name takes the one given.
 */
export async function findOrCreateCustomer(tx: Tx, contact: Contact, now: Date): Promise<number> {
  const known = await find(tx, contact)
  if (known) {
    if (known.name === '' && contact.name !== '') await nameCustomer(tx, known.id, contact.name, now)
    return known.id
  }
  const { rows } = await sql<{ customer_id: number }>`
    with organization_of as (
      select id from organization where ${contact.kind} = 'email'
        and domains @> array[split_part(${contact.value}, '@', 2)] order by id limit 1
    ), created as (
      insert into customer (name, language, organization_id, created_at, updated_at)
      values (${contact.name}, ${contact.language ?? null}, (select id from organization_of), ${now}, ${now})
      returning id
    )
    insert into customer_address (customer_id, kind, value, created_at)
    select id, ${contact.kind}, ${contact.value}, ${now} from created
    on conflict (kind, value) do nothing
    returning customer_id`.execute(tx)
  const created = rows[0]
  if (created) return created.customer_id
  // Somebody else was first: the customer made above has no address and goes away again.
  await sql`delete from customer where id = currval(pg_get_serial_sequence('customer', 'id'))
    and not exists (select from customer_address where customer_id = customer.id)`.execute(tx)
  const other = await find(tx, contact)
  if (!other) throw new Error('the address vanished while its customer was looked up')
  return other.id
}

async function find(tx: Tx, contact: Contact) {
  return tx
    .selectFrom('customer_address')
    .innerJoin('customer', 'customer.id', 'customer_address.customer_id')
    .select(['customer.id', 'customer.name'])
    .where('kind', '=', contact.kind)
    .where('value', '=', contact.value)
    .executeTakeFirst()
}
