import { useQuery } from '@tanstack/react-query'
import { useMemo } from 'react'
import type { CustomField } from '#contract/fields.ts'
import type { PickerItem } from '../../../ui/picker.tsx'
import { checklistNamesQuery, ownFieldsQuery } from '../../composer/macros/queries.ts'
import { useLanguage } from '../frame/use-language.ts'

/** Names of what actions point at besides the desk's own words. */
export interface ActionNames {
  readonly checklists: readonly PickerItem<number>[]
  readonly fields: readonly CustomField[]
  readonly fieldName: (owner: CustomField['owner'], key: string) => string
  /** A choice's value in words; other values as they are. */
  readonly valueName: (field: CustomField | undefined, value: unknown) => string
}

export function useActionNames(): ActionNames {
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
      valueName: (field, value) =>
        field?.choices.find((choice) => choice.value === value)?.names[language] ?? String(value),
    }
  }, [fields, checklists, language])
}
