import type { Names } from '#contract/common.ts'
import type { CustomField, FieldChoice, FieldShown } from '#contract/fields.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { checkChoices, keepOldChoices } from './choices.ts'
import { mustBeSolvable } from './create-field.ts'
import { fieldsChanged } from './fields-changed.ts'
import { lockField } from './queries.ts'

interface FieldDefinitionChanges {
  /** The one that was seen. */
  version: number
  names?: Names | undefined
  choices?: FieldChoice[] | undefined
  isRequiredToSolve?: boolean | undefined
  shown?: FieldShown | undefined
  isArchived?: boolean | undefined
}

/**
 * Changes what a field is called and offers. Values that were given stay, whatever becomes of their choices.
 * `version_conflict` for somebody who has not seen its last change: their choices would archive another's.
 */
export async function updateField(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: FieldDefinitionChanges,
  now: Date,
): Promise<CustomField> {
  const field = await lockField(tx, id)
  if (field.version !== changes.version) fail('version_conflict', { detail: { version: field.version } })
  const choices = changes.choices ? keepOldChoices(field.choices, changes.choices) : field.choices
  const isRequiredToSolve = changes.isRequiredToSolve ?? field.isRequiredToSolve
  checkChoices(field.kind, choices)
  mustBeSolvable(field.owner, isRequiredToSolve)
  await tx
    .updateTable('custom_field')
    .set({
      names: JSON.stringify(changes.names ?? field.names),
      choices: JSON.stringify(choices),
      is_required_to_solve: isRequiredToSolve,
      shown: changes.shown ?? field.shown,
      version: field.version + 1,
      ...(changes.isArchived !== undefined && { archived_at: changes.isArchived ? now : null }),
    })
    .where('id', '=', id)
    .execute()
  const type = changes.isArchived === true && !field.isArchived ? 'field.archived' : 'field.updated'
  await fieldsChanged(tx, actor, type, { id, names: changes.names ?? field.names }, now)
  return lockField(tx, id)
}
