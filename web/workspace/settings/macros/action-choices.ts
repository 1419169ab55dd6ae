import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '#contract/fields.ts'
import type { TicketAction } from '#contract/ticket-actions.ts'
import type { SelectOption } from '../../../ui/select.tsx'
import { checklistNamesQuery, ownFieldsQuery } from '../../composer/macros/queries.ts'
import { useDesk } from '../../desk.ts'
import { priorities } from '../../ticket/priority.tsx'

export type ActionType = TicketAction['type']

export const actionTypes: readonly ActionType[] = [
  'set_status',
  'set_priority',
  'set_category',
  'set_team',
  'set_assignee',
  'add_tags',
  'remove_tags',
  'set_subject',
  'set_field',
  'add_note',
  'start_checklist',
  'freeze',
  'unfreeze',
]

export interface ActionChoices {
  readonly statuses: readonly SelectOption<number>[]
  readonly priorities: readonly SelectOption<(typeof priorities)[number]>[]
  /** 0 empties the field. */
  readonly categories: readonly SelectOption<number>[]
  readonly teams: readonly SelectOption<number>[]
  readonly agents: readonly SelectOption<number>[]
  readonly checklists: readonly SelectOption<number>[]
  readonly fields: readonly CustomField[]
}

/** What this desk has to choose from. */
export function useActionChoices(): ActionChoices {
  const { t, i18n } = useTranslation()
  const { desk, statuses, categoryItems } = useDesk()
  const { data: checklists } = useQuery(checklistNamesQuery)
  const { data: fields } = useQuery(ownFieldsQuery)
  const language = i18n.language === 'en' ? 'en' : 'ru'
  const none = { value: 0, label: t('macro.none') }
  return {
    statuses: statuses.map((status) => ({ value: status.id, label: status.names[language] })),
    priorities: priorities.map((value) => ({ value, label: t(`priority.${value}`) })),
    categories: [
      none,
      ...categoryItems.map(({ value, label, depth = 0 }) => ({
        value,
        label: `${'\u2003'.repeat(depth)}${label}`,
      })),
    ],
    teams: [none, ...desk.teams.map(({ id, name }) => ({ value: id, label: name }))],
    agents: [
      { value: 0, label: t('macro.nobody') },
      ...desk.agents.filter((agent) => agent.isActive).map(({ id, name }) => ({ value: id, label: name })),
    ],
    checklists: (checklists?.items ?? [])
      .filter((each) => !('isArchived' in each && each.isArchived))
      .map(({ id, name }) => ({ value: id, label: name })),
    fields: (fields?.items ?? []).filter((field) => field.owner === 'ticket' && !field.isArchived),
  }
}

/** A new line as it begins; null for what this desk has nothing to choose from. */
export function startAction(type: ActionType, choices: ActionChoices): TicketAction | null {
  switch (type) {
    case 'set_status': {
      const statusId = choices.statuses[0]?.value
      return statusId === undefined ? null : { type, statusId }
    }
    case 'set_priority':
      return { type, priority: 'high' }
    case 'set_category':
      return choices.categories.length > 1 ? { type, categoryId: choices.categories[1]?.value ?? null } : null
    case 'set_team':
      return choices.teams.length > 1 ? { type, teamId: choices.teams[1]?.value ?? null } : null
    case 'set_assignee':
      return { type, assigneeId: choices.agents[1]?.value ?? null }
    case 'set_subject':
      return { type, subject: '' }
    case 'add_tags':
    case 'remove_tags':
      return { type, tags: [] }
    case 'add_note':
      return { type, text: '' }
    case 'set_field': {
      const [field] = choices.fields
      return field ? { type, key: field.key, value: null } : null
    }
    case 'freeze':
      return { type, minutes: 1440 }
    case 'unfreeze':
      return { type }
    case 'start_checklist': {
      const checklistId = choices.checklists[0]?.value
      return checklistId === undefined ? null : { type, checklistId }
    }
  }
}

/** Whether something is still to be filled in. */
export function isUnfinished(action: TicketAction): boolean {
  switch (action.type) {
    case 'set_subject':
      return action.subject.trim() === ''
    case 'add_tags':
    case 'remove_tags':
      return action.tags.length === 0
    case 'add_note':
      return action.text.trim() === ''
    case 'freeze':
      return !(action.minutes >= 1)
    default:
      return false
  }
}
