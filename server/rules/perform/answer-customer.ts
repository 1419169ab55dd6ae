import type { RuleAction } from '#contract/rule-actions.ts'
import { renderAutomaticReply, replyAutomatically } from '#server/macros/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { whyNotAnswer } from './answer-guards.ts'
import { done, type Outcome, skipped } from './outcome.ts'
import type { Performance } from './perform-actions.ts'
import { skippedFor } from './reason-of.ts'

/** The desk writes to the customer in its own name, unless that could go round or wrong. */
export async function answerCustomer(
  tx: Tx,
  { text }: Extract<RuleAction, { type: 'reply' }>,
  performance: Performance,
): Promise<Outcome> {
  const { ticketId, by, about } = performance
  try {
    // Words first: an answer that cannot be written must not be counted as one.
    const words = await renderAutomaticReply(tx, text, ticketId, about.at)
    const reason = await whyNotAnswer(tx, performance)
    if (reason) return skipped(reason)
    return done({ replyId: await replyAutomatically(tx, ticketId, words, by, about.at) })
  } catch (error) {
    return skippedFor(error)
  }
}
