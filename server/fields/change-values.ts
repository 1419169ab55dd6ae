import type { CustomField, FieldChanges, FieldOwner, FieldValues } from '#contract/fields.ts'
import { type CheckedValue, checkFieldValue, type FieldValueProblem } from '#contract/field-values.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { listFields } from './queries.ts'

export interface ChangedValues {
  /** All values of the card, for its column. */
  values: FieldValues
  /** `fields.<key>` → before and after, null for none; empty when nothing differs. */
  differences: Record<string, [unknown, unknown]>
}

/** What is wrong with a value for a field of that key; null when the field takes it. */
export async function fieldProblem(
  db: Db,
  owner: FieldOwner,
  key: string,
  value: unknown,
  before?: unknown,
): Promise<FieldValueProblem | null> {
  const field = (await listFields(db, owner)).find((each) => each.key === key)
  const checked = checkAgainst(field, value, before)
  return 'problem' in checked ? checked.problem : null
}

function checkAgainst(field: CustomField | undefined, value: unknown, before: unknown): CheckedValue {
  if (!field) return { problem: 'unknown' }
  return field.isArchived ? { problem: 'archived' } : checkFieldValue(field, value, before)
}

/**
 * What a card's values become by some changes. A value its field does not take ends the operation with
 * `bad_field_value`, which names every such field and what is wrong with it.
 */
export async function changeValues(
  db: Db,
  owner: FieldOwner,
  before: Record<string, unknown> | null,
  changes: FieldChanges,
): Promise<ChangedValues> {
  const fields = new Map((await listFields(db, owner)).map((field) => [field.key, field]))
  const values = { ...before } as FieldValues
  const differences: ChangedValues['differences'] = {}
  const problems: { key: string; problem: string; names?: object }[] = []
  for (const [key, wanted] of Object.entries(changes)) {
    const field = fields.get(key)
    const old = before?.[key] ?? null
    const checked = checkAgainst(field, wanted, old)
    if ('problem' in checked) {
      problems.push({ key, problem: checked.problem, ...(field && { names: field.names }) })
      continue
    }
    if (JSON.stringify(checked.value) === JSON.stringify(old)) continue
    differences[`fields.${key}`] = [old, checked.value]
    if (checked.value === null) delete values[key]
    else values[key] = checked.value
  }
  if (problems.length > 0) {
    fail('bad_field_value', {
      fields: problems.map(({ key, problem }) => ({ path: `body.fields.${key}`, message: problem })),
      detail: { problems },
    })
  }
  return { values, differences }
}
