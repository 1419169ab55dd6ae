import type { CustomField, FieldOwner } from '#contract/fields.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { presentField } from './present.ts'

/** Fields in their order, archived ones too; of everybody unless an owner is named. */
export async function listFields(db: Db, owner?: FieldOwner): Promise<CustomField[]> {
  const rows = await db
    .selectFrom('custom_field')
    .selectAll()
    .$if(owner !== undefined, (fields) => fields.where('owner', '=', owner ?? 'ticket'))
    .orderBy('owner')
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map(presentField)
}

/** One field, locked until the transaction ends. */
export async function lockField(tx: Tx, id: number): Promise<CustomField> {
  const row = await tx
    .selectFrom('custom_field')
    .selectAll()
    .where('id', '=', id)
    .forUpdate()
    .executeTakeFirst()
  return presentField(found(row))
}
