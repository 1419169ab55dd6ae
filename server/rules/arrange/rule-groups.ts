import type { RuleSection } from '#contract/rules.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { placeBehind } from './lock-rule.ts'
import { lockBook, rulesChanged } from './rules-changed.ts'

const mostGroups = 200

export async function createRuleGroup(tx: Tx, actor: Actor, name: string, now: Date): Promise<RuleSection> {
  await lockBook(tx)
  const { count, last } = await tx
    .selectFrom('rule_group')
    .select((eb) => [eb.fn.countAll<number>().as('count'), eb.fn.max('position').as('last')])
    .executeTakeFirstOrThrow()
  if (count >= mostGroups) fail('too_many_rules')
  const group = await tx
    .insertInto('rule_group')
    .values({ name, position: (last ?? 0) + 1 })
    .returning(['id', 'name'])
    .executeTakeFirstOrThrow()
  await rulesChanged(tx, actor, 'rule_group.created', { ruleGroupId: group.id, name }, now)
  return group
}

export async function updateRuleGroup(
  tx: Tx,
  actor: Actor,
  id: number,
  name: string,
  now: Date,
): Promise<RuleSection> {
  const group = found(
    await tx
      .updateTable('rule_group')
      .set({ name })
      .where('id', '=', id)
      .returning(['id', 'name'])
      .executeTakeFirst(),
  )
  await rulesChanged(tx, actor, 'rule_group.updated', { ruleGroupId: id, name }, now)
  return group
}

/** Takes a group away; its rules stand without one from then on, behind those that do, in their order. */
export async function deleteRuleGroup(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  await lockBook(tx)
  const { name } = found(
    await tx.selectFrom('rule_group').select('name').where('id', '=', id).executeTakeFirst(),
  )
  const rules = await tx
    .selectFrom('rule')
    .select('id')
    .where('group_id', '=', id)
    .where('deleted_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
  const first = await placeBehind(tx, null)
  for (const [index, rule] of rules.entries())
    await tx
      .updateTable('rule')
      .set({ group_id: null, position: first + index })
      .where('id', '=', rule.id)
      .execute()
  await tx.deleteFrom('rule_group').where('id', '=', id).execute()
  await rulesChanged(tx, actor, 'rule_group.deleted', { ruleGroupId: id, name }, now)
}
