import type { RuleAction } from '#contract/rule-actions.ts'
import type { RuleStep } from '#contract/rule-runs.ts'
import type { TicketAction } from '#contract/ticket-actions.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { type Differences, applyTicketActions } from '#server/tickets/index.ts'
import type { Performance } from './perform-actions.ts'
import { done, type Outcome, skipped, unchanged } from './outcome.ts'

/** What macros and rules can both do to a ticket: one change of its fields, then the rest in order. */
export async function performOnTicket(
  tx: Tx,
  actions: readonly TicketAction[],
  { keeper, by, about }: Performance,
): Promise<RuleStep[]> {
  const ticket = await keeper.read()
  if (!ticket) return actions.map((action) => ({ action, ...skipped('unknown_reference') }))
  const applied = await applyTicketActions(tx, ticket, actions, by, about.at)
  const reasons = new Map(applied.skipped.map(({ action, reason }) => [action, reason]))
  const steps = actions.map((action): RuleStep => {
    const reason = reasons.get(action)
    return { action, ...(reason ? skipped(reason) : outcomeOf(action, applied.differences)) }
  })
  if (steps.some((step) => step.outcome === 'done')) keeper.forget()
  return steps
}

function outcomeOf(action: TicketAction, differences: Differences): Outcome {
  const field = changedField(action)
  if (field === null) return done()
  const change = differences[field]
  return change ? { ...done(), changes: { [field]: change } } : unchanged()
}

/** The field of the ticket an action sets, by its name in the history; null for what is no field. */
export function changedField(action: RuleAction): string | null {
  switch (action.type) {
    case 'set_status':
      return 'statusId'
    case 'set_priority':
      return 'priority'
    case 'set_category':
      return 'categoryId'
    case 'set_team':
      return 'teamId'
    case 'set_assignee':
      return 'assigneeId'
    case 'set_subject':
      return 'subject'
    case 'add_tags':
    case 'remove_tags':
      return 'tags'
    case 'set_field':
      return `fields.${action.key}`
    default:
      return null
  }
}
