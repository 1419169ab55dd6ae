import { sql } from 'kysely'
import * as z from 'zod'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { chooseAnew } from './choose-anew.ts'

export const customerTask = 'sla.customerChanged'
/** What conditions look at beside the ticket itself. */
export const customerEvents = ['customer.updated', 'organization.updated']

const Payload = z.object({ eventId: z.int() })
const Changed = z.object({ customerId: z.int().optional(), organizationId: z.int().optional() })
const portion = 100

/**
 * A customer, or an organization, is not what they were: their open tickets are asked anew which policy is theirs, one
 * transaction each. Asking twice changes nothing, so a killed job begins again.
 */
export async function customerChanged(db: Db, payload: unknown, now: () => Date): Promise<void> {
  const { eventId } = Payload.parse(payload)
  const event = await db
    .selectFrom('event')
    .select('data')
    .where('id', '=', eventId)
    .executeTakeFirstOrThrow()
  const { customerId, organizationId } = Changed.parse(event.data)
  for (let after = 0; ;) {
    const { rows } = await sql<{ id: number }>`
      select id from ticket where is_open and id > ${after} and customer_id in (
        select id from customer where id = ${customerId ?? null} or organization_id = ${organizationId ?? null})
      order by id limit ${portion}`.execute(db)
    for (const { id } of rows) await inTransaction(db, (tx) => chooseAnew(tx, id, now()))
    const last = rows.at(-1)
    if (!last || rows.length < portion) return
    after = last.id
  }
}
