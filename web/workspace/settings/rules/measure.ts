import type { RuleGroup } from '#contract/rule-conditions.ts'
import { isGroup } from './fields.ts'

/** How many conditions there are, those in groups included. */
export function measureConditions({ conditions }: RuleGroup): number {
  return conditions.reduce((sum, each) => sum + (isGroup(each) ? measureConditions(each) : 1), 0)
}
