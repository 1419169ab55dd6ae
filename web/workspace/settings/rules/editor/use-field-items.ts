import { useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { PickerItem } from '../../../../ui/picker.tsx'
import { customName, fieldGroups } from '../fields.ts'
import type { RuleNames } from '../use-rule-names.ts'

/** Everything a condition can ask, the desk's own fields included. */
export function useFieldItems({ fields, fieldName }: RuleNames): PickerItem<string>[] {
  const { t } = useTranslation()
  return useMemo(
    () => [
      ...fieldGroups.flatMap(({ group, fields: own }) =>
        own.map((field) => ({
          value: field as string,
          label: t(`rules.field.${field}`),
          hint: t(`rules.fieldGroup.${group}`),
        })),
      ),
      ...fields.map((field) => ({
        value: customName(field.owner, field.key),
        label: fieldName(field.owner, field.key),
        hint: t(`rules.customOf.${field.owner}`),
      })),
    ],
    [t, fields, fieldName],
  )
}
