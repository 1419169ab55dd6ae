import { useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { MacroVariable } from '#contract/macros.ts'
import { ownFieldsQuery } from './queries.ts'

/** What a macro may name, with its key under `macro.variable` in locales/; a missing one is a type error. */
export const variableKeys = {
  greeting: 'greeting',
  'customer.polite_name': 'customer_polite_name',
  'customer.first_name': 'customer_first_name',
  'customer.patronymic': 'customer_patronymic',
  'customer.last_name': 'customer_last_name',
  'customer.name': 'customer_name',
  'customer.gender': 'customer_gender',
  'customer.email': 'customer_email',
  'customer.phone': 'customer_phone',
  'organization.name': 'organization_name',
  'ticket.number': 'ticket_number',
  'ticket.subject': 'ticket_subject',
  'ticket.status': 'ticket_status',
  'ticket.priority': 'ticket_priority',
  'ticket.category': 'ticket_category',
  'ticket.tags': 'ticket_tags',
  'ticket.created_at': 'ticket_created_at',
  'ticket.days_open': 'ticket_days_open',
  'ticket.due_at': 'ticket_due_at',
  'team.name': 'team_name',
  'inbox.name': 'inbox_name',
  'inbox.address': 'inbox_address',
  'agent.name': 'agent_name',
  'agent.first_name': 'agent_first_name',
  'agent.position': 'agent_position',
  'agent.email': 'agent_email',
  'desk.name': 'desk_name',
  now: 'now',
} as const satisfies Record<MacroVariable, string>

export interface VariableWord {
  /** As it is written: `customer.name`. */
  readonly name: string
  readonly label: string
}

/** Everything a macro may name on this desk, its own fields too, in words. */
export function useVariables(): VariableWord[] {
  const { t, i18n } = useTranslation()
  const { data } = useQuery(ownFieldsQuery)
  const language = i18n.language === 'en' ? 'en' : 'ru'
  return [
    ...Object.entries(variableKeys).map(([name, key]) => ({ name, label: t(`macro.variable.${key}`) })),
    ...(data?.items ?? [])
      .filter((field) => !field.isArchived)
      .map((field) => ({
        name: `${field.owner}.fields.${field.key}`,
        label: t(`macro.fieldOf.${field.owner}`, { name: field.names[language] }),
      })),
  ]
}

/** «телефон клиента» for `customer.phone`; what is not known is said as it is written. */
export function useVariableName(): (name: string) => string {
  const variables = useVariables()
  return (name) => variables.find((each) => each.name === name)?.label ?? name
}
