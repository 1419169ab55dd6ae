import type { TicketAction } from '#contract/ticket-actions.ts'

type TicketActionType = TicketAction['type']

/** Keys of `rules.problem` in locales/. */
export type ActionProblem = 'emptyValue' | 'emptyText' | 'noHours' | 'tooLong'

/** As `freeze` of the contract allows: a year. */
const mostMinutes = 525_600

/** The first action one most likely wants of this kind; what must be chosen is still empty. */
export function newTicketAction(type: TicketActionType): TicketAction {
  switch (type) {
    case 'set_status':
      return { type, statusId: 0 }
    case 'set_priority':
      return { type, priority: 'high' }
    case 'set_category':
      return { type, categoryId: null }
    case 'set_team':
      return { type, teamId: null }
    case 'set_assignee':
      return { type, assigneeId: null }
    case 'set_subject':
      return { type, subject: '' }
    case 'add_tags':
    case 'remove_tags':
      return { type, tags: [] }
    case 'add_note':
      return { type, text: '' }
    case 'set_field':
      return { type, key: '', value: null }
    case 'freeze':
      return { type, minutes: 1440 }
    case 'unfreeze':
      return { type }
    case 'start_checklist':
      return { type, checklistId: 0 }
  }
}

/** What is still to be filled in. */
export function problemOfTicketAction(action: TicketAction): ActionProblem | null {
  switch (action.type) {
    case 'set_status':
      return action.statusId > 0 ? null : 'emptyValue'
    case 'set_subject':
      return action.subject.trim() ? null : 'emptyText'
    case 'add_tags':
    case 'remove_tags':
      return action.tags.length > 0 ? null : 'emptyValue'
    case 'add_note':
      return action.text.trim() ? null : 'emptyText'
    case 'start_checklist':
      return action.checklistId > 0 ? null : 'emptyValue'
    case 'freeze':
      return action.minutes > mostMinutes ? 'tooLong' : action.minutes >= 1 ? null : 'noHours'
    case 'set_field':
      return action.key ? null : 'emptyValue'
    default:
      return null
  }
}

/** Groups of the menu, in their order; rules add their own kinds to them. */
export const assignTypes = ['set_team', 'set_assignee'] as const satisfies readonly TicketActionType[]
export const fieldTypes = [
  'set_status',
  'set_priority',
  'set_category',
  'add_tags',
  'remove_tags',
  'set_subject',
  'set_field',
] as const satisfies readonly TicketActionType[]
export const asideTypes = ['freeze', 'unfreeze'] as const satisfies readonly TicketActionType[]

export interface ActionGroup<T extends string> {
  /** A key of `rules.actionGroup` in locales/. */
  readonly group: 'assign' | 'fields' | 'say' | 'run'
  readonly types: readonly T[]
}

/** What macros can do. */
export const ticketActionGroups: readonly ActionGroup<TicketActionType>[] = [
  { group: 'assign', types: assignTypes },
  { group: 'fields', types: fieldTypes },
  { group: 'say', types: ['add_note'] },
  { group: 'run', types: ['start_checklist', ...asideTypes] },
]
