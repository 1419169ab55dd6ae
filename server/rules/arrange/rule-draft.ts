import type { RuleContent } from '#contract/rules.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { lockRule } from './lock-rule.ts'
import { updateRule } from './update-rule.ts'

/**
 * Keeps changes that nobody runs yet; null throws them away. A draft may be unfinished, so what it names is not looked
 * up before it is published.
 */
export async function saveRuleDraft(
  tx: Tx,
  actor: Actor,
  id: number,
  { version, content }: { version: number; content: RuleContent | null },
  now: Date,
): Promise<void> {
  await lockRule(tx, id, version)
  await tx
    .updateTable('rule')
    .set({
      draft: content && JSON.stringify(content),
      version: version + 1,
      updated_at: now,
      updated_by_id: actor.agentId,
    })
    .where('id', '=', id)
    .execute()
}

/** Makes the draft what the rule does; `not_found` without one. */
export async function publishRuleDraft(
  tx: Tx,
  actor: Actor,
  id: number,
  version: number,
  now: Date,
): Promise<void> {
  const { draft } = await lockRule(tx, id, version)
  if (!draft) fail('not_found')
  await updateRule(tx, actor, id, { version, content: draft }, now, 'rule.published')
  await tx.updateTable('rule').set({ draft: null }).where('id', '=', id).execute()
}
