import { useQuery } from '@tanstack/react-query'
import { useCallback, useMemo } from 'react'
import { useTranslation } from 'react-i18next'
import type { CustomField, FieldOwner } from '#contract/fields.ts'
import { numberText } from './numbers.ts'
import { fieldsQuery } from './queries.ts'

const none: readonly CustomField[] = []

export interface FieldWords {
  readonly fields: readonly CustomField[]
  readonly nameOf: (field: CustomField) => string
  /** What it is called; its key where nobody knows it. */
  readonly nameOfKey: (owner: FieldOwner, key: string) => string
  /** A value as people read it; empty for none. */
  readonly valueText: (field: CustomField | undefined, value: unknown) => string
  readonly find: (owner: FieldOwner, key: string) => CustomField | undefined
}

/** The desk's own fields and their values, in the agent's language. */
export function useFields(): FieldWords {
  const { t, i18n } = useTranslation()
  const fields = useQuery(fieldsQuery).data?.items ?? none
  const language = i18n.language === 'en' ? 'en' : 'ru'
  const find = useCallback(
    (owner: FieldOwner, key: string) => fields.find((each) => each.owner === owner && each.key === key),
    [fields],
  )
  const valueText = useCallback(
    (field: CustomField | undefined, value: unknown): string => {
      if (value === null || value === undefined || value === '') return ''
      if (Array.isArray(value)) return value.map((each) => choiceName(field, each, language)).join(', ')
      if (typeof value === 'boolean') return t(value ? 'field.yes' : 'field.no')
      if (typeof value === 'number') return numberText(value, language)
      if (typeof value !== 'string') return ''
      if (field?.kind === 'date') return dayText(value, language)
      return field?.kind === 'choice' ? choiceName(field, value, language) : value
    },
    [t, language],
  )
  return useMemo(
    () => ({
      fields,
      find,
      valueText,
      nameOf: (field) => field.names[language],
      nameOfKey: (owner, key) => find(owner, key)?.names[language] ?? key,
    }),
    [fields, find, valueText, language],
  )
}

function choiceName(field: CustomField | undefined, value: unknown, language: 'ru' | 'en'): string {
  return field?.choices.find((choice) => choice.value === value)?.names[language] ?? String(value)
}

/** A day without a time is the same day everywhere. */
function dayText(day: string, language: 'ru' | 'en'): string {
  const date = new Date(`${day}T00:00:00Z`)
  if (Number.isNaN(date.getTime())) return day
  return new Intl.DateTimeFormat(language === 'en' ? 'en-GB' : 'ru-RU', {
    timeZone: 'UTC',
    day: 'numeric',
    month: 'short',
    year: 'numeric',
  }).format(date)
}
