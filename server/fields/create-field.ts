import type { Names } from '#contract/common.ts'
import type { CustomField, FieldChoice, FieldKind, FieldOwner, FieldShown } from '#contract/fields.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { checkChoices } from './choices.ts'
import { fieldsChanged } from './fields-changed.ts'
import { lockField } from './queries.ts'

export interface NewField {
  owner: FieldOwner
  key: string
  names: Names
  kind: FieldKind
  choices: FieldChoice[]
  isRequiredToSolve: boolean
  shown: FieldShown
}

/** As many as one owner can have, archived ones too. */
const mostFields = 200

/** Adds a field at the end of its owner's; `already_exists` for a key that is or was taken. */
export async function createField(tx: Tx, actor: Actor, input: NewField, now: Date): Promise<CustomField> {
  checkChoices(input.kind, input.choices)
  mustBeSolvable(input.owner, input.isRequiredToSolve)
  const { count, position } = await tx
    .selectFrom('custom_field')
    .select((eb) => [
      eb.fn.countAll<number>().as('count'),
      eb.fn.coalesce(eb.fn.max('position'), eb.lit(0)).as('position'),
    ])
    .where('owner', '=', input.owner)
    .executeTakeFirstOrThrow()
  if (count >= mostFields) fail('too_many_fields')
  const created = await tx
    .insertInto('custom_field')
    .values({
      owner: input.owner,
      key: input.key,
      names: JSON.stringify(input.names),
      kind: input.kind,
      choices: JSON.stringify(input.choices),
      is_required_to_solve: input.isRequiredToSolve,
      shown: input.shown,
      position: position + 1,
    })
    .onConflict((conflict) => conflict.columns(['owner', 'key']).doNothing())
    .returning('id')
    .executeTakeFirst()
  if (!created) fail('already_exists', { fields: [{ path: 'body.key', message: 'taken' }] })
  await fieldsChanged(tx, actor, 'field.created', { id: created.id, names: input.names }, now)
  return lockField(tx, created.id)
}

/** Only a ticket is solved. */
export function mustBeSolvable(owner: FieldOwner, isRequiredToSolve: boolean): void {
  if (owner === 'ticket' || !isRequiredToSolve) return
  fail('invalid_input', { fields: [{ path: 'body.isRequiredToSolve', message: 'of a ticket only' }] })
}
