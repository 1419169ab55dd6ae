import type { RuleBody } from '#contract/mail-policy.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { checkReferences } from '#server/tickets/index.ts'
import { openPattern, PatternError } from '#server/platform/language.ts'

/** What the shape of the input cannot say: patterns that compile, a team and a category that are there. */
export async function checkRule(tx: Tx, { conditions, actions }: Partial<RuleBody>): Promise<void> {
  for (const [at, condition] of (conditions ?? []).entries()) {
    if (!('operator' in condition) || condition.operator !== 'matches' || !('value' in condition)) continue
    try {
      openPattern(condition.value)
    } catch (error) {
      if (!(error instanceof PatternError)) throw error
      fail('invalid_pattern', {
        fields: [{ path: `body.conditions.${at}.value`, message: error.message }],
        detail: { condition: at, problem: error.problem },
      })
    }
  }
  if (actions) await checkReferences(tx, actions)
}
