import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { lockBook, rulesChanged } from './rules-changed.ts'

export interface Section {
  groupId: number | null
  ruleIds: number[]
}

export interface Reorder {
  /** What was seen when the order was changed. */
  before: readonly Section[]
  sections: readonly Section[]
}

/**
 * Puts groups and rules into this order. Whoever did not see the present order, or does not name all rules and groups
 * each once, has to look again (`version_conflict`). Rules without a group come first.
 */
export async function orderRules(
  tx: Tx,
  actor: Actor,
  { before, sections }: Reorder,
  now: Date,
): Promise<void> {
  await lockBook(tx)
  const rules = await tx
    .selectFrom('rule')
    .select(['id', 'group_id'])
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
  const groups = await tx.selectFrom('rule_group').select('id').orderBy('position').orderBy('id').execute()
  const present = [null, ...groups.map(({ id }) => id)].map((groupId) => ({
    groupId,
    ruleIds: rules.filter((rule) => rule.group_id === groupId).map(({ id }) => id),
  }))
  if (written(before) !== written(present)) fail('version_conflict')
  const placed = sections.flatMap(({ groupId, ruleIds }) =>
    ruleIds.map((id, index) => ({ id, groupId, position: index + 1 })),
  )
  const named = sections.map(({ groupId }) => groupId).filter((id) => id !== null)
  const isWhole =
    isSame(
      placed.map(({ id }) => id),
      rules.map(({ id }) => id),
    ) &&
    isSame(
      named,
      groups.map(({ id }) => id),
    ) &&
    sections.findIndex(({ groupId }) => groupId === null) <= 0
  if (!isWhole) fail('version_conflict')
  for (const { id, groupId, position } of placed)
    await tx.updateTable('rule').set({ group_id: groupId, position }).where('id', '=', id).execute()
  for (const [index, id] of named.entries())
    await tx
      .updateTable('rule_group')
      .set({ position: index + 1 })
      .where('id', '=', id)
      .execute()
  await rulesChanged(tx, actor, 'rule.ordered', {}, now)
}

/** An order as text to compare; no rules without a group may be said by leaving that section out. */
function written(sections: readonly Section[]): string {
  const all = sections.some(({ groupId }) => groupId === null)
    ? sections
    : [{ groupId: null, ruleIds: [] }, ...sections]
  return JSON.stringify(all.map(({ groupId, ruleIds }) => [groupId, ruleIds]))
}

function isSame(some: readonly number[], others: readonly number[]): boolean {
  return some.length === others.length && new Set([...some, ...others]).size === others.length
}
