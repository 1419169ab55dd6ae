import type { RuleContent } from '#contract/rules.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { checkContent } from './check-content.ts'
import { hearingFrom, keepVersion, lockRule, mustBeGroup, placeBehind } from './lock-rule.ts'
import { rulesChanged } from './rules-changed.ts'

export interface RuleChanges {
  version: number
  name?: string | undefined
  groupId?: number | null | undefined
  isActive?: boolean | undefined
  content?: RuleContent | undefined
}

/**
 * Changes a rule; what it was stays among its versions. Switched on, or told to hear something else, it hears from now
 * on: events that wait to be answered are not of its time.
 */
export async function updateRule(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: RuleChanges,
  now: Date,
  type = 'rule.updated',
): Promise<void> {
  const before = await lockRule(tx, id, changes.version)
  const { content } = changes
  if (content) await checkContent(tx, content)
  const isActive = changes.isActive ?? before.is_active
  const hearsAnew =
    (isActive && !before.is_active) ||
    (content !== undefined && JSON.stringify(content.triggers) !== JSON.stringify(before.content.triggers))
  const isMoved = changes.groupId !== undefined && changes.groupId !== before.group_id
  if (isMoved) await mustBeGroup(tx, changes.groupId ?? null)
  const row = await tx
    .updateTable('rule')
    .set({
      name: changes.name,
      is_active: isActive,
      content: content && JSON.stringify(content),
      ...(isMoved && {
        group_id: changes.groupId ?? null,
        position: await placeBehind(tx, changes.groupId ?? null),
      }),
      ...(hearsAnew && (await hearingFrom(tx, now))),
      version: before.version + 1,
      updated_at: now,
      updated_by_id: actor.agentId,
    })
    .where('id', '=', id)
    .returning(['id', 'version', 'name', 'content'])
    .executeTakeFirstOrThrow()
  await keepVersion(tx, row, actor.agentId, now)
  const facts = { ruleId: id, name: row.name, ...(isActive !== before.is_active && { isActive }) }
  await rulesChanged(tx, actor, type, facts, now)
}

/** Takes a rule away. Its row stays, so that what it did can be explained; nobody lists it any more. */
export async function deleteRule(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const { name } = await lockRule(tx, id)
  await tx
    .updateTable('rule')
    .set({ deleted_at: now, is_active: false, group_id: null, draft: null })
    .where('id', '=', id)
    .execute()
  await rulesChanged(tx, actor, 'rule.deleted', { ruleId: id, name }, now)
}
