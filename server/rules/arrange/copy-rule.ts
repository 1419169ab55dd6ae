import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { words } from '#server/platform/words.ts'
import { createRule } from './create-rule.ts'
import { lockRule } from './lock-rule.ts'

/** A copy right behind the rule, off; answers its id. Of a rule with a draft, what it does is copied, not the draft. */
export async function copyRule(
  tx: Tx,
  actor: Actor,
  id: number,
  name: string | undefined,
  now: Date,
): Promise<number> {
  const rule = await lockRule(tx, id)
  const title = name ?? words(actor.language).t('ruleWords.copyOf', { name: rule.name }).slice(0, 120)
  const copyId = await createRule(
    tx,
    actor,
    { name: title, groupId: rule.group_id, isActive: false, content: rule.content },
    now,
  )
  await tx
    .updateTable('rule')
    .set((eb) => ({ position: eb('position', '+', 1) }))
    .where('group_id', rule.group_id === null ? 'is' : '=', rule.group_id)
    .where('position', '>', rule.position)
    .where('deleted_at', 'is', null)
    .execute()
  await tx
    .updateTable('rule')
    .set({ position: rule.position + 1 })
    .where('id', '=', copyId)
    .execute()
  return copyId
}
