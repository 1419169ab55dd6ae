import type { CustomField, FieldOwner } from '#contract/fields.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { fieldsChanged } from './fields-changed.ts'
import { listFields } from './queries.ts'

/** Puts an owner's fields into an order; `unknown_reference` when one of them is not that owner's. */
export async function orderFields(
  tx: Tx,
  actor: Actor,
  owner: FieldOwner,
  ids: readonly number[],
  now: Date,
): Promise<CustomField[]> {
  const known = (await listFields(tx, owner)).map((field) => field.id)
  const wanted = [...new Set(ids)]
  if (wanted.some((id) => !known.includes(id))) fail('unknown_reference')
  const order = [...wanted, ...known.filter((id) => !wanted.includes(id))]
  for (const [at, id] of order.entries()) {
    await tx
      .updateTable('custom_field')
      .set({ position: at + 1 })
      .where('id', '=', id)
      .execute()
  }
  await fieldsChanged(tx, actor, 'field.ordered', { owner }, now)
  return listFields(tx)
}
