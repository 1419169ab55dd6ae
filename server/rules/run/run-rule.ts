import { sql } from 'kysely'
import type { RuleRun, RuleStep } from '#contract/rule-runs.ts'
import type { TriggerKind } from '#contract/rule-triggers.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import type { Platform } from '#server/platform/platform.ts'
import type { By } from '#server/tickets/index.ts'
import type { ReadyRule } from '../book.ts'
import { cutLoop } from '../evaluate/cut-loop.ts'
import type { Facts } from '../evaluate/facts.ts'
import { performActions } from '../perform/perform-actions.ts'
import type { TicketKeeper } from '../perform/keep-ticket.ts'
import { type Care, MustBeCareful } from './carefully.ts'
import type { Entry, Ledger } from './open-ledger.ts'
import type { About } from './run-rules.ts'

interface Holding {
  ticketId: number
  eventId: number | null
  chain: readonly number[]
  rule: ReadyRule
  trigger: TriggerKind
}

/** What the rules of one pass share. */
export interface Desk {
  ledger: Ledger
  keeper: TicketKeeper
  care: Care
  log: Platform['log']
}

/**
 * A rule holds: it is written down why, and its actions are carried out, or are not because they would go round in a
 * circle. An error of ours takes back what this rule did, and no more. Answers the steps it took.
 */
export async function runRule(
  tx: Tx,
  { ledger, keeper, care, log }: Desk,
  holding: Holding,
  facts: Facts,
  about: About,
): Promise<RuleStep[]> {
  const { rule, ticketId, eventId, chain } = holding
  const [runId, lately] = await Promise.all([ledger.nextId(), ledger.lately(rule.id)])
  const enter = (outcome: RuleRun['outcome'], result: Partial<Entry> = {}): void =>
    ledger.enter(runId, { ...entryOf(holding, facts), outcome, ...result })
  const cut = cutLoop(rule.id, chain, lately.runs)
  if (cut) {
    enter('cut', { cut })
    // Once for a rule and hour: a circle is noise enough.
    if (lately.cuts === 0) await tellCut(tx, holding, cut, about.at)
    return []
  }
  if (care === 'careful') await sql`savepoint rule_run`.execute(tx)
  try {
    const by: By = {
      actor: { kind: 'system', id: null },
      cause: { kind: 'rule', id: rule.id, name: rule.name, runId, chain: [...chain, rule.id] },
    }
    const steps = await performActions(tx, { rule, ticketId, eventId, runId, facts, about, by, keeper })
    if (care === 'careful') await sql`release savepoint rule_run`.execute(tx)
    enter(steps.some(isDone) ? 'acted' : 'unchanged', { steps })
    return steps
  } catch (error) {
    if (isPassing(error)) throw error
    if (care === 'quick') throw new MustBeCareful('a rule failed', { cause: error })
    log.error({ ruleId: rule.id, ticketId, error: String(error) }, 'a rule failed')
    await sql`rollback to savepoint rule_run`.execute(tx)
    keeper.forget()
    enter('failed')
    return []
  }
}

export function isDone(step: RuleStep): boolean {
  return step.outcome === 'done'
}

function entryOf({ rule, eventId, trigger, chain }: Holding, facts: Facts): Omit<Entry, 'outcome'> {
  return {
    rule_id: rule.id,
    rule_version: rule.version,
    rule_name: rule.name,
    event_id: eventId,
    trigger,
    cut: null,
    chain: [...chain],
    trace: rule.conditions.trace(facts),
    steps: [],
  }
}

/** What another try may mend is no fault of the rule: a lost connection, a deadlock, a server that stops. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  return /^(08|40|53|57|ECONN|EPIPE|ETIMEDOUT)/.test(String(error.code))
}

/** The ticket's history says that a circle was cut. */
async function tellCut(tx: Tx, holding: Holding, cut: NonNullable<RuleRun['cut']>, now: Date): Promise<void> {
  const { rule, ticketId, chain } = holding
  const cause = { kind: 'rule', id: rule.id, name: rule.name, chain: [...chain, rule.id] }
  const actor = { kind: 'system', id: null } as const
  await recordEvent(tx, { type: 'rule.cut', at: now, actor, ticketId, data: { cut, cause } })
}
