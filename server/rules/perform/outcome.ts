import type { RuleSkipReason } from '#contract/rule-actions.ts'
import type { RuleStep } from '#contract/rule-runs.ts'

/** What came of one action. */
export type Outcome = Omit<RuleStep, 'action'>

export function done(detail: Record<string, unknown> = {}): Outcome {
  return { outcome: 'done', reason: null, changes: {}, detail }
}

export function unchanged(): Outcome {
  return { outcome: 'unchanged', reason: null, changes: {}, detail: {} }
}

export function skipped(reason: RuleSkipReason, detail: Record<string, unknown> = {}): Outcome {
  return { outcome: 'skipped', reason, changes: {}, detail }
}
