import { useQueries, useQuery } from '@tanstack/react-query'
import { useTranslation } from 'react-i18next'
import type { SlaCondition, SlaPolicyInput, SlaTarget, SlaWarning } from '#contract/sla.ts'
import { useDesk } from '../../desk.ts'
import { priorities } from '../../ticket/priority.tsx'
import { calendarsQuery } from '../calendars/queries.ts'
import { useLanguage } from '../frame/use-language.ts'
import { durationText } from './duration.ts'
import { targetKinds } from './policy-values.ts'
import { fieldsQuery, organizationQuery } from './queries.ts'

/** A policy in words: what it asks, what it promises. */
export function usePolicyWords(policies: readonly Pick<SlaPolicyInput, 'conditions'>[]) {
  const { t, i18n } = useTranslation()
  const language = useLanguage()
  const { desk, teamName, categoryPath, statusName } = useDesk()
  const { data: calendars } = useQuery(calendarsQuery)
  const { data: fields } = useQuery(fieldsQuery)
  const organizationIds = policies.flatMap(({ conditions }) =>
    conditions.flatMap((each) => (each.field === 'organization' ? each.ids : [])),
  )
  const organizations = useQueries({ queries: [...new Set(organizationIds)].map(organizationQuery) })
  const anyOf = new Intl.ListFormat(i18n.language, { type: 'disjunction' })

  const nameOf = (field: 'team' | 'inbox' | 'category' | 'organization' | 'status', id: number): string => {
    if (field === 'team') return teamName(id) ?? `#${id}`
    if (field === 'inbox') return desk.inboxes.find((inbox) => inbox.id === id)?.name ?? `#${id}`
    if (field === 'category') return categoryPath(id) ?? `#${id}`
    if (field === 'status') return statusName(id)
    return organizations.find(({ data }) => data?.id === id)?.data?.name ?? `#${id}`
  }
  const valuesOf = (condition: SlaCondition): string[] => {
    if ('ids' in condition) return condition.ids.map((id) => nameOf(condition.field, id))
    if (condition.field === 'priority') return condition.values.map((value) => t(`priority.${value}`))
    if (condition.field === 'source') return condition.values.map((value) => t(`source.${value}`))
    const field = ownField(condition)
    if (field?.kind === 'checkbox')
      return condition.values.map((value) => (value === 'true' ? t('settings.sla.ticked') : value))
    const choices = new Map(field?.choices.map(({ value, names }) => [value, names[language]]))
    return condition.values.map((value) => choices.get(value) ?? value)
  }
  const ownField = (condition: SlaCondition) => {
    if (!('key' in condition)) return undefined
    const owner = condition.field.replace('_field', '')
    return fields?.items.find((each) => each.owner === owner && each.key === condition.key)
  }
  const fieldName = (condition: SlaCondition): string => {
    if (!('key' in condition)) return t(`settings.sla.field.${condition.field}`)
    const name = ownField(condition)?.names[language] ?? condition.key
    return t(`settings.sla.fieldOf.${condition.field}`, { name })
  }
  const words = { hour: t('settings.sla.hour'), minute: t('settings.sla.minute') }
  const duration = (minutes: number) => durationText(minutes, words)
  return {
    duration,
    condition: (condition: SlaCondition) =>
      t(`settings.sla.conditionWords.${condition.operator}`, {
        field: fieldName(condition),
        values: anyOf.format(valuesOf(condition).map((value) => t('settings.sla.quoted', { value }))),
      }),
    target: (target: SlaTarget) =>
      target.time === 'business'
        ? t('settings.sla.businessTarget', { time: duration(target.minutes) })
        : duration(target.minutes),
    /** `решение: от 4 ч до 40 ч`: each clock with the shortest and the longest of the priorities. */
    promises: ({ targets }: Pick<SlaPolicyInput, 'targets'>): string[] =>
      targetKinds.flatMap((kind) => {
        const minutes = priorities.flatMap((priority) => targets[priority][kind]?.minutes ?? [])
        if (minutes.length === 0) return []
        const [least, most] = [Math.min(...minutes), Math.max(...minutes)]
        const time =
          least === most
            ? duration(least)
            : t('settings.sla.between', { from: duration(least), to: duration(most) })
        // A time is not torn apart at the end of a line.
        return [`${t(`settings.sla.target.${kind}`)}: ${time.replaceAll(' ', '\u00a0')}`]
      }),
    calendar: (id: number | null) =>
      id === null
        ? t('settings.sla.noCalendar')
        : (calendars?.items.find((each) => each.id === id)?.name ?? '…'),
    warning: (warning: SlaWarning) =>
      warning.kind === 'percent'
        ? t('settings.sla.warningPercent', { percent: warning.percent })
        : t('settings.sla.warningMinutes', { time: duration(warning.minutes) }),
  }
}
