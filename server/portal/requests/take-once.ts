import { randomBytes } from 'node:crypto'
import type { Tx } from '#server/platform/database/open-database.ts'
import type {} from './tables.ts'

/** Goes with a form as it is shown. */
export function newFormKey(): string {
  return randomBytes(18).toString('base64url')
}

/**
 * Carries out what a form asks for, once: whoever presses its button twice, or sends the page again, gets the ticket
 * of the first time. One that comes while the first is under way waits for it.
 */
export async function takeOnce(
  tx: Tx,
  { customerId, key }: { customerId: number; key: string },
  now: Date,
  work: () => Promise<number>,
): Promise<number> {
  const form = { customer_id: customerId, key: /^[\w-]{20,40}$/.test(key) ? key : newFormKey() }
  const first = await tx
    .insertInto('customer_form')
    .values({ ...form, ticket_id: null, at: now })
    .onConflict((conflict) => conflict.doNothing())
    .returning('key')
    .executeTakeFirst()
  const same = tx.selectFrom('customer_form').select('ticket_id').where('customer_id', '=', customerId)
  if (!first) {
    const kept = await same.where('key', '=', form.key).executeTakeFirst()
    if (kept?.ticket_id) return kept.ticket_id
  }
  const ticketId = await work()
  await tx
    .updateTable('customer_form')
    .set({ ticket_id: ticketId })
    .where('customer_id', '=', customerId)
    .where('key', '=', form.key)
    .execute()
  return ticketId
}
