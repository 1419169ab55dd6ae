import type { CustomField } from '#contract/fields.ts'
import { isFilled } from '#contract/field-values.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { presentField } from './present.ts'

/** Fields a ticket with these values cannot be solved without, in their order. */
export async function missingFields(
  db: Db,
  values: Record<string, unknown> | null,
): Promise<Pick<CustomField, 'key' | 'names'>[]> {
  const rows = await db
    .selectFrom('custom_field')
    .selectAll()
    .where('owner', '=', 'ticket')
    .where('is_required_to_solve', '=', true)
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows
    .map(presentField)
    .filter((field) => !isFilled(values?.[field.key]))
    .map(({ key, names }) => ({ key, names }))
}
