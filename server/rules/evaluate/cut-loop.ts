import type { RuleRun } from '#contract/rule-runs.ts'

/** Rules that lead to rules that lead to rules: nobody means more. */
export const longestChain = 8
/** A rule that holds for one ticket this often within an hour is going round with something outside. */
export const mostRunsPerHour = 30

/**
 * Why a rule that holds must not act. `own_effect`: the event is an effect of its own, directly or over others.
 * `too_deep`: too many rules have led here. `too_often`: it has held for this ticket so often that something outside,
 * a program or another machine's letters, must be answering it.
 */
export function cutLoop(ruleId: number, chain: readonly number[], runsWithinHour: number): RuleRun['cut'] {
  if (chain.includes(ruleId)) return 'own_effect'
  if (chain.length >= longestChain) return 'too_deep'
  if (runsWithinHour >= mostRunsPerHour) return 'too_often'
  return null
}
