import { sql } from 'kysely'
import type { RuleAction } from '#contract/rule-actions.ts'
import { applyMacro } from '#server/macros/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { whyNotAnswer } from './answer-guards.ts'
import { done, type Outcome, skipped } from './outcome.ts'
import type { Performance } from './perform-actions.ts'
import { skippedFor } from './reason-of.ts'

/** Uses a macro: its words go to the customer under the same guards as a rule's own. */
export async function runMacro(
  tx: Tx,
  { macroId }: Extract<RuleAction, { type: 'run_macro' }>,
  performance: Performance,
): Promise<Outcome> {
  const { ticketId, by, about } = performance
  const reason = (await hasWords(tx, macroId)) ? await whyNotAnswer(tx, performance) : null
  if (reason) return skipped(reason)
  try {
    const applied = await applyMacro(tx, ticketId, macroId, by, about.at)
    const detail = {
      ...(applied.replyId !== null && { replyId: applied.replyId }),
      ...(applied.skipped.length > 0 && { skipped: applied.skipped.map((each) => each.reason) }),
    }
    return { ...done(detail), changes: applied.differences }
  } catch (error) {
    return skippedFor(error)
  }
}

async function hasWords(tx: Tx, macroId: number): Promise<boolean> {
  const { rows } = await sql<{ has_words: boolean }>`
    select texts <> '{}' as has_words from macro where id = ${macroId}`.execute(tx)
  return rows[0]?.has_words === true
}
