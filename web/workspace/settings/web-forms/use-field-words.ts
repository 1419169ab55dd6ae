import { useTranslation } from 'react-i18next'
import type { FormField } from '#contract/web-forms.ts'
import { useDesk } from '../../desk.ts'
import { useFields } from '../../fields/use-fields.ts'
import { useLanguage } from '../frame/use-language.ts'

/** Choices a condition can name: of a field that has some. */
export interface FieldChoiceWords {
  value: string
  name: string
}

/** Fields of forms in the words of whoever sits here. */
export function useFieldWords() {
  const { t } = useTranslation()
  const own = useFields()
  const { desk, categoryPath } = useDesk()
  const language = useLanguage()
  const usualName = ({ kind, key }: Pick<FormField, 'kind' | 'key'>): string =>
    kind === 'ticket' || kind === 'customer'
      ? own.nameOfKey(kind, key ?? '')
      : t(`settings.webForms.kind.${kind}`)
  const nameOf = (field: FormField): string => field.labels[language] || usualName(field)
  const choicesOf = ({ kind, key }: FormField): readonly FieldChoiceWords[] => {
    if (kind === 'category')
      return desk.categories.map(({ id }) => ({ value: String(id), name: categoryPath(id) ?? String(id) }))
    const found = kind === 'ticket' || kind === 'customer' ? own.find(kind, key ?? '') : undefined
    return (found?.choices ?? [])
      .filter((choice) => !choice.isArchived)
      .map(({ value, names }) => ({ value, name: names[language] }))
  }
  /** `Only if “Topic” is one of: Late, Lost`; null for a field that is always asked. */
  const conditionOf = (field: FormField, fields: readonly FormField[]): string | null => {
    const { shownWhen } = field
    const other = fields.find((each) => each.id === shownWhen?.fieldId)
    if (!shownWhen || !other) return null
    const names = new Map(choicesOf(other).map((choice) => [choice.value, choice.name]))
    const list = shownWhen.values.map((value) => names.get(value) ?? value).join(', ')
    return list === ''
      ? t('settings.webForms.ifFilled', { field: nameOf(other) })
      : t('settings.webForms.ifOneOf', { field: nameOf(other), list })
  }
  return { usualName, nameOf, choicesOf, conditionOf, own }
}
