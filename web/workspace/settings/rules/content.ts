import { type RuleAction } from '#contract/rule-actions.ts'
import type { RuleCondition, RuleGroup, RuleTest } from '#contract/rule-conditions.ts'
import type { RuleTrigger } from '#contract/rule-triggers.ts'
import type { RuleContent } from '#contract/rules.ts'
import {
  type ActionGroup,
  type ActionProblem,
  asideTypes,
  assignTypes,
  fieldTypes,
  newTicketAction,
  problemOfTicketAction,
} from '../actions/ticket-actions.ts'
import { isGroup, testOf } from './fields.ts'

export type GroupMatch = RuleGroup['match']

export const newGroup = (conditions: RuleCondition[] = [testOf('text')]): RuleGroup => ({
  match: 'all',
  isNot: false,
  conditions,
})

export const newContent = (): RuleContent => ({
  triggers: [{ on: 'ticket_created' }],
  conditions: newGroup(),
  actions: [],
})

/** Where in a rule something is: `triggers.0`, `conditions.0.2`, `actions.1`, as the server says it. */
export type Problems = ReadonlyMap<string, ContentProblem>
/** Keys of `rules.problem` in locales/. */
export type ContentProblem =
  | 'noTriggers'
  | 'noActions'
  | ActionProblem
  | 'emptyGroup'
  | 'nobody'
  | 'noDays'
  | 'badAddress'
  | 'gone'
  | 'invalid_pattern'
  | 'invalid_template'
  | 'refused'

/** What is still to be filled in before a rule can be saved. */
export function findProblems({ triggers, conditions, actions }: RuleContent): Map<string, ContentProblem> {
  const found = new Map<string, ContentProblem>()
  const note = (path: string, problem: ContentProblem | null) => problem && found.set(path, problem)
  if (triggers.length === 0) note('triggers', 'noTriggers')
  for (const [at, trigger] of triggers.entries()) note(`triggers.${at}`, problemOfTrigger(trigger))
  walk(conditions, 'conditions', note)
  if (actions.length === 0) note('actions', 'noActions')
  for (const [at, action] of actions.entries()) note(`actions.${at}`, problemOfAction(action))
  return found
}

function walk(
  group: RuleGroup,
  path: string,
  note: (path: string, problem: ContentProblem | null) => void,
): void {
  for (const [at, condition] of group.conditions.entries()) {
    const here = `${path}.${at}`
    if (isGroup(condition)) {
      if (condition.conditions.length === 0) note(here, 'emptyGroup')
      walk(condition, here, note)
    } else note(here, problemOfTest(condition))
  }
}

function problemOfTrigger(trigger: RuleTrigger): ContentProblem | null {
  if (trigger.on === 'silence') return trigger.hours >= 0.1 ? null : 'noHours'
  if (trigger.on === 'schedule') return trigger.days.length > 0 ? null : 'noDays'
  if (trigger.on === 'field_changed' && trigger.field === 'custom' && !trigger.key) return 'emptyValue'
  return null
}

function problemOfTest(test: RuleTest): ContentProblem | null {
  if (test.field === 'working_time') return test.calendarId > 0 ? null : 'emptyValue'
  if (test.field === 'custom')
    return test.operator === 'filled' || test.values.length > 0 ? null : 'emptyValue'
  if ('values' in test) return test.values.length > 0 ? null : 'emptyValue'
  if ('value' in test) return Number.isFinite(test.value) ? null : 'emptyValue'
  return null
}

function problemOfAction(action: RuleAction): ContentProblem | null {
  switch (action.type) {
    case 'reply':
      return action.text.trim() ? null : 'emptyText'
    case 'notify':
      if (!action.text.trim()) return 'emptyText'
      return action.agentIds.length + action.teamIds.length > 0 || action.toAssignee ? null : 'nobody'
    case 'mail':
      if (action.to.length === 0) return 'badAddress'
      return action.subject.trim() && action.text.trim() ? null : 'emptyText'
    case 'run_macro':
      return action.macroId > 0 ? null : 'emptyValue'
    case 'call_webhook':
      return action.webhookId > 0 ? null : 'emptyValue'
    case 'route':
    case 'set_sla_policy':
    case 'stop':
      return null
    default:
      return problemOfTicketAction(action)
  }
}

/** `body.content.conditions.conditions.0.values.1` as the validator says it → the line it belongs to. */
export function lineOf(path: string): string | null {
  const [, part, rest = ''] = /(?:^|\.)(triggers|conditions|actions)(.*)$/.exec(path) ?? []
  if (!part) return null
  const numbers = rest.replace(/\.(?:values|to|tags|agentIds|teamIds|days)\b.*$/, '').match(/\d+/g) ?? []
  return [part, ...(part === 'conditions' ? numbers : numbers.slice(0, 1))].join('.')
}

/** The first action one most likely wants of this kind; what must be chosen is still empty. */
export function newAction(type: RuleAction['type']): RuleAction {
  switch (type) {
    case 'reply':
      return { type, text: '' }
    case 'route':
      return { type, teamId: null, method: null }
    case 'notify':
      return { type, agentIds: [], teamIds: [], toAssignee: true, text: '' }
    case 'mail':
      return { type, to: [], subject: '', text: '' }
    case 'run_macro':
      return { type, macroId: 0 }
    case 'call_webhook':
      return { type, webhookId: 0 }
    case 'set_sla_policy':
      return { type, policyId: null }
    case 'stop':
      return { type }
    default:
      return newTicketAction(type)
  }
}

/** Groups of actions in the order of the menu. */
export const actionGroups: readonly ActionGroup<RuleAction['type']>[] = [
  { group: 'assign', types: [...assignTypes, 'route'] },
  { group: 'fields', types: fieldTypes },
  { group: 'say', types: ['reply', 'add_note', 'notify', 'mail'] },
  {
    group: 'run',
    types: ['run_macro', 'start_checklist', 'set_sla_policy', 'call_webhook', ...asideTypes, 'stop'],
  },
]
