import type { Checklist } from '#contract/checklists.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { checklistsChanged } from './checklists-changed.ts'
import { lockChecklist } from './queries.ts'

export interface NewChecklist {
  name: string
  items: string[]
  isRequired: boolean
}

/** As many as a desk has in use. */
const mostChecklists = 200

/** Adds a template at the end; `too_many_entries` when there are 200 in use. */
export async function createChecklist(
  tx: Tx,
  actor: Actor,
  input: NewChecklist,
  now: Date,
): Promise<Checklist> {
  const { used, position } = await tx
    .selectFrom('checklist')
    .select((eb) => [
      eb.fn.countAll<number>().filterWhere('archived_at', 'is', null).as('used'),
      eb.fn.coalesce(eb.fn.max('position'), eb.lit(0)).as('position'),
    ])
    .executeTakeFirstOrThrow()
  if (used >= mostChecklists) fail('too_many_entries')
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
