import type { RuleAction, RuleOnlyAction } from '#contract/rule-actions.ts'
import type { RuleStep } from '#contract/rule-runs.ts'
import type { TicketAction } from '#contract/ticket-actions.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { By } from '#server/tickets/index.ts'
import type { ReadyRule } from '../book.ts'
import type { Facts } from '../evaluate/facts.ts'
import type { About } from '../run/run-rules.ts'
import type { TicketKeeper } from './keep-ticket.ts'
import { performOwn } from './perform-own.ts'
import { performOnTicket } from './perform-on-ticket.ts'

/** What the actions of one rule know of why they are carried out. */
export interface Performance {
  rule: ReadyRule
  ticketId: number
  eventId: number | null
  runId: number
  /** As the conditions saw it. */
  facts: Facts
  about: About
  by: By
  keeper: TicketKeeper
}

const ownTypes = new Set<string>([
  'route',
  'reply',
  'notify',
  'mail',
  'run_macro',
  'call_webhook',
  'set_sla_policy',
  'stop',
] satisfies RuleOnlyAction['type'][])

function isOwn(action: RuleAction): action is RuleOnlyAction {
  return ownTypes.has(action.type)
}

/** Carries out a rule's actions in their order; what changes the ticket's fields side by side is one change. */
export async function performActions(tx: Tx, performance: Performance): Promise<RuleStep[]> {
  const steps: RuleStep[] = []
  let together: TicketAction[] = []
  const finish = async (): Promise<void> => {
    if (together.length > 0) steps.push(...(await performOnTicket(tx, together, performance)))
    together = []
  }
  for (const action of performance.rule.content.actions) {
    if (!isOwn(action)) together.push(action)
    else {
      await finish()
      steps.push({ action, ...(await performOwn(tx, action, performance)) })
      performance.keeper.forget()
    }
  }
  await finish()
  return steps
}
