import type { FieldChanges } from '#contract/fields.ts'
import { changeValues } from '#server/fields/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'

/**
 * Fields of the desk's own of a customer who came to be in this very transaction. Of one the desk knew before nothing is
 * changed, and false is answered: whoever says to be them has proved nothing.
 */
export async function fillNewCustomer(
  tx: Tx,
  customerId: number,
  changes: FieldChanges,
  now: Date,
): Promise<boolean> {
  const row = await tx
    .selectFrom('customer')
    .select(['created_at', 'fields'])
    .where('id', '=', customerId)
    .executeTakeFirstOrThrow()
  if (row.created_at.getTime() !== now.getTime()) return false
  const { values } = await changeValues(tx, 'customer', row.fields, changes)
  await tx
    .updateTable('customer')
    .set({ fields: JSON.stringify(values) })
    .where('id', '=', customerId)
    .execute()
  return true
}
