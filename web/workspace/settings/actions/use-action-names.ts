import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomField } from '#contract/fields.ts'
import type { PickerItem } from '../../../ui/picker.tsx'
import { checklistNamesQuery, ownFieldsQuery } from '../../composer/macros/queries.ts'
import { useLanguage } from '../frame/use-language.ts'

/** Names of what actions point at besides the desk's own words. */
export interface ActionNames {
  readonly checklists: readonly PickerItem<number>[]
  readonly fields: readonly CustomField[]
  readonly fieldName: (owner: CustomField['owner'], key: string) => string
  /** A choice's value, a date, yes and no in words; other values as they are. */
  readonly valueName: (field: CustomField | undefined, value: unknown) => string
}

export function useActionNames(): ActionNames {
  const { t } = useTranslation()
  const language = useLanguage()
  const { data: fields } = useQuery(ownFieldsQuery)
  const { data: checklists } = useQuery(checklistNamesQuery)
  return useMemo(() => {
    const all = fields?.items ?? []
    return {
      checklists: (checklists?.items ?? [])
        .filter((each) => !each.isArchived)
        .map(({ id, name }) => ({ value: id, label: name })),
      fields: all.filter((field) => !field.isArchived),
      fieldName: (owner, key) =>
        all.find((field) => field.owner === owner && field.key === key)?.names[language] ?? key,
      valueName: (field, value) => {
        if (typeof value === 'boolean') return t(value ? 'rules.yes' : 'rules.no')
        if (field?.kind === 'date' && /^\d{4}-\d\d-\d\d$/.test(String(value))) {
          return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru-RU', {
            dateStyle: 'long',
            timeZone: 'UTC',
          }).format(new Date(String(value)))
        }
        return field?.choices.find((choice) => choice.value === value)?.names[language] ?? String(value)
      },
    }
  }, [fields, checklists, language, t])
}
