import type { Checklist } from '#contract/checklists.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { checklistsChanged } from './checklists-changed.ts'
import { lockChecklist } from './queries.ts'

export interface NewChecklist {
  name: string
  items: string[]
  isRequired: boolean
}

/** Adds a template at the end. */
export async function createChecklist(
  tx: Tx,
  actor: Actor,
  input: NewChecklist,
  now: Date,
): Promise<Checklist> {
  const { position } = await tx
    .selectFrom('checklist')
    .select((eb) => eb.fn.coalesce(eb.fn.max('position'), eb.lit(0)).as('position'))
    .executeTakeFirstOrThrow()
  const { id } = await tx
    .insertInto('checklist')
    .values({
      name: input.name,
      items: JSON.stringify(input.items),
      is_required: input.isRequired,
      position: position + 1,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await checklistsChanged(tx, actor, 'created', { id, name: input.name }, now)
  return lockChecklist(tx, id)
}
