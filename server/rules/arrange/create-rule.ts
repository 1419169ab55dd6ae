import type { RuleContent } from '#contract/rules.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { checkContent } from './check-content.ts'
import { hearingFrom, keepVersion, mustBeGroup, placeBehind } from './lock-rule.ts'
import { lockBook, rulesChanged } from './rules-changed.ts'

const mostRules = 1000

interface NewRule {
  name: string
  groupId: number | null
  isActive: boolean
  content: RuleContent
}

/** Adds a rule at the end of its group; answers its id. */
export async function createRule(tx: Tx, actor: Actor, input: NewRule, now: Date): Promise<number> {
  await lockBook(tx)
  const { count } = await tx
    .selectFrom('rule')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('deleted_at', 'is', null)
    .executeTakeFirstOrThrow()
  if (count >= mostRules) fail('too_many_rules')
  await mustBeGroup(tx, input.groupId)
  await checkContent(tx, input.content)
  const row = await tx
    .insertInto('rule')
    .values({
      group_id: input.groupId,
      position: await placeBehind(tx, input.groupId),
      name: input.name,
      is_active: input.isActive,
      content: JSON.stringify(input.content),
      ...(await hearingFrom(tx, now)),
      created_at: now,
      updated_at: now,
      updated_by_id: actor.agentId,
    })
    .returning(['id', 'version', 'name', 'content'])
    .executeTakeFirstOrThrow()
  await keepVersion(tx, row, actor.agentId, now)
  await rulesChanged(tx, actor, 'rule.created', { ruleId: row.id, name: row.name }, now)
  return row.id
}
