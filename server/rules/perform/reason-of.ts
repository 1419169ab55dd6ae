import { RuleSkipReason } from '#contract/rule-actions.ts'
import { Failed } from '#server/platform/http/failure.ts'
import { type Outcome, skipped } from './outcome.ts'

const names: Record<string, RuleSkipReason> = {
  not_found: 'unknown_reference',
  no_recipient: 'no_address',
  recipient_blocked: 'blocked_address',
}

/** What a named failure of another slice is to a rule: an action passed over. Our own errors are thrown on. */
export function skippedFor(error: unknown): Outcome {
  if (!(error instanceof Failed)) throw error
  const reason = names[error.failure] ?? RuleSkipReason.safeParse(error.failure).data
  if (!reason) throw error
  return skipped(reason, error.facts.detail)
}
