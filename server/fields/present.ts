import type { CustomField } from '#contract/fields.ts'
import type { CustomFieldRow } from './tables.ts'

/** Row → wire. */
export function presentField(row: CustomFieldRow): CustomField {
  return {
    id: row.id,
    owner: row.owner,
    key: row.key,
    names: row.names,
    kind: row.kind,
    choices: row.choices,
    isRequiredToSolve: row.is_required_to_solve,
    shown: row.shown,
    position: row.position,
    isArchived: row.archived_at !== null,
    version: row.version,
  }
}
