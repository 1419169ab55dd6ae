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
import type { About } from './run-rules.ts'

interface Holding {
  ticketId: number
  eventId: number | null
  chain: readonly number[]
  rule: ReadyRule
  trigger: TriggerKind
}

const hourMs = 3_600_000

/**
 * A rule holds: it is written down why, and its actions are carried out, or are not because they would go round in a
 * circle. An error of ours takes back what this rule did, and no more.
 */
export async function runRule(
  tx: Tx,
  platform: Platform,
  holding: Holding,
  facts: Facts,
  about: About,
): Promise<{ hasChanged: boolean; stops: boolean }> {
  const { rule, ticketId, eventId, chain } = holding
  const trace = JSON.stringify(rule.conditions.trace(facts))
  const cut = cutLoop(rule.id, chain, await runsWithinHour(tx, rule.id, ticketId, about.at))
  if (cut) {
    await insertRun(tx, holding, trace, { outcome: 'cut', cut }, about.at)
    await tellCut(tx, holding, cut, about.at)
    return { hasChanged: false, stops: false }
  }
  const before = sql`savepoint rule_run`
  await before.execute(tx)
  try {
    const runId = await insertRun(tx, holding, trace, { outcome: 'running', cut: null }, about.at)
    const by: By = {
      actor: { kind: 'system', id: null },
      cause: { kind: 'rule', id: rule.id, name: rule.name, runId, chain: [...chain, rule.id] },
    }
    const steps = await performActions(tx, { rule, ticketId, eventId, runId, facts, about, by })
    const outcome = steps.some((step) => step.outcome === 'done') ? 'acted' : 'unchanged'
    await finishRun(tx, runId, outcome, steps)
    await sql`release savepoint rule_run`.execute(tx)
    const stops = rule.content.actions.some((action) => action.type === 'stop')
    return { hasChanged: outcome === 'acted', stops }
  } catch (error) {
    if (isPassing(error)) throw error
    platform.log.error({ ruleId: rule.id, ticketId, error: String(error) }, 'a rule failed')
    await sql`rollback to savepoint rule_run`.execute(tx)
    await insertRun(tx, holding, trace, { outcome: 'failed', cut: null }, about.at)
    return { hasChanged: false, stops: false }
  }
}

/** What another try may mend is no fault of the rule: a lost connection, a deadlock, a server that stops. */
function isPassing(error: unknown): boolean {
  if (!(error instanceof Error) || !('code' in error)) return false
  return /^(08|40|53|57|ECONN|EPIPE|ETIMEDOUT)/.test(String(error.code))
}

async function runsWithinHour(tx: Tx, ruleId: number, ticketId: number, now: Date): Promise<number> {
  const { count } = await tx
    .selectFrom('rule_run')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('ticket_id', '=', ticketId)
    .where('rule_id', '=', ruleId)
    .where('at', '>', new Date(now.getTime() - hourMs))
    .executeTakeFirstOrThrow()
  return count
}

async function insertRun(
  tx: Tx,
  { rule, ticketId, eventId, trigger, chain }: Holding,
  trace: string,
  result: { outcome: RuleRun['outcome'] | 'running'; cut: RuleRun['cut'] },
  now: Date,
): Promise<number> {
  const { id } = await tx
    .insertInto('rule_run')
    .values({
      rule_id: rule.id,
      rule_version: rule.version,
      rule_name: rule.name,
      ticket_id: ticketId,
      event_id: eventId,
      trigger,
      ...result,
      chain: [...chain],
      trace,
      at: now,
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  return id
}

async function finishRun(
  tx: Tx,
  id: number,
  outcome: RuleRun['outcome'],
  steps: readonly RuleStep[],
): Promise<void> {
  await tx
    .updateTable('rule_run')
    .set({ outcome, steps: JSON.stringify(steps) })
    .where('id', '=', id)
    .execute()
}

/** The ticket's history says that a circle was cut, once for a rule and hour: a circle is noise enough. */
async function tellCut(tx: Tx, holding: Holding, cut: NonNullable<RuleRun['cut']>, now: Date): Promise<void> {
  const { rule, ticketId, chain } = holding
  const told = await tx
    .selectFrom('rule_run')
    .select((eb) => eb.fn.countAll<number>().as('count'))
    .where('ticket_id', '=', ticketId)
    .where('rule_id', '=', rule.id)
    .where('outcome', '=', 'cut')
    .where('at', '>', new Date(now.getTime() - hourMs))
    .executeTakeFirstOrThrow()
  if (told.count > 1) return
  const cause = { kind: 'rule', id: rule.id, name: rule.name, chain: [...chain, rule.id] }
  const actor = { kind: 'system', id: null } as const
  await recordEvent(tx, { type: 'rule.cut', at: now, actor, ticketId, data: { cut, cause } })
}
