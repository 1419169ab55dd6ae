import type { Checklist } from '#contract/checklists.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { checklistsChanged } from './checklists-changed.ts'
import { listChecklists } from './queries.ts'

/** Puts the templates into an order; `unknown_reference` when one of them is none. */
export async function orderChecklists(
  tx: Tx,
  actor: Actor,
  ids: readonly number[],
  now: Date,
): Promise<Checklist[]> {
  const known = (await listChecklists(tx)).map((checklist) => checklist.id)
  const wanted = [...new Set(ids)]
  if (wanted.some((id) => !known.includes(id))) fail('unknown_reference')
  const order = [...wanted, ...known.filter((id) => !wanted.includes(id))]
  for (const [at, id] of order.entries()) {
    await tx
      .updateTable('checklist')
      .set({ position: at + 1 })
      .where('id', '=', id)
      .execute()
  }
  await checklistsChanged(tx, actor, 'ordered', {}, now)
  return listChecklists(tx)
}
