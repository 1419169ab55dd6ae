import type { Checklist } from '#contract/checklists.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { checklistsChanged } from './checklists-changed.ts'
import { lockChecklist } from './queries.ts'

interface ChecklistChanges {
  /** The one that was seen. */
  version: number
  name?: string | undefined
  items?: string[] | undefined
  isRequired?: boolean | undefined
  isArchived?: boolean | undefined
}

/**
 * Changes a template; what was started from it stays what it was. `version_conflict` for somebody who has not seen its
 * last change.
 */
export async function updateChecklist(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: ChecklistChanges,
  now: Date,
): Promise<Checklist> {
  const before = await lockChecklist(tx, id)
  if (before.version !== changes.version) fail('version_conflict', { detail: { version: before.version } })
  await tx
    .updateTable('checklist')
    .set({
      name: changes.name ?? before.name,
      items: JSON.stringify(changes.items ?? before.items),
      is_required: changes.isRequired ?? before.isRequired,
      version: before.version + 1,
      ...(changes.isArchived !== undefined && { archived_at: changes.isArchived ? now : null }),
    })
    .where('id', '=', id)
    .execute()
  const what = changes.isArchived === true && !before.isArchived ? 'archived' : 'updated'
  await checklistsChanged(tx, actor, what, { id, name: changes.name ?? before.name }, now)
  return lockChecklist(tx, id)
}
