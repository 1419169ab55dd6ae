import type { CustomField, FieldValue } from './fields.ts'

/** What is wrong with a value: a key of `fieldValueProblem` in locales/. */
export type FieldValueProblem =
  | 'unknown'
  | 'archived'
  | 'not_text'
  | 'too_long'
  | 'not_number'
  | 'not_yes_no'
  | 'not_date'
  | 'not_choice'
  | 'not_url'

export type CheckedValue = { value: FieldValue | null } | { problem: FieldValueProblem }

/** Characters. */
const longest = { text: 500, long_text: 10_000, url: 2_000 } as const

/**
 * A field's value as it is kept, or what is wrong with it; null for what empties the field. The one place that knows
 * what each kind takes, for browser and server alike. A choice that has been archived may stay where it was.
 */
export function checkFieldValue(
  field: Pick<CustomField, 'kind' | 'choices'>,
  value: unknown,
  before?: unknown,
): CheckedValue {
  if (value === null || value === undefined || value === '') return { value: null }
  switch (field.kind) {
    case 'text':
    case 'long_text':
      return checkText(value, longest[field.kind])
    case 'url':
      return checkUrl(value)
    case 'number':
      return typeof value === 'number' && Number.isFinite(value) ? { value } : { problem: 'not_number' }
    case 'checkbox':
      return typeof value === 'boolean' ? { value } : { problem: 'not_yes_no' }
    case 'date':
      return typeof value === 'string' && isDate(value) ? { value } : { problem: 'not_date' }
    case 'choice':
      return typeof value === 'string' && offers(field, value, [before])
        ? { value }
        : { problem: 'not_choice' }
    case 'multi_choice':
      return checkChoices(field, value, Array.isArray(before) ? before : [])
  }
}

/** Whether a field counts as filled in; a box counts when it is ticked. */
export function isFilled(value: unknown): boolean {
  if (typeof value === 'string') return value.trim() !== ''
  if (Array.isArray(value)) return value.length > 0
  return value !== null && value !== undefined && value !== false
}

function checkText(value: unknown, most: number): CheckedValue {
  if (typeof value !== 'string') return { problem: 'not_text' }
  const text = value.trim()
  if (text.length > most) return { problem: 'too_long' }
  return { value: text === '' ? null : text }
}

/** Only what a browser may safely follow. */
function checkUrl(value: unknown): CheckedValue {
  const checked = checkText(value, longest.url)
  if (!('value' in checked) || typeof checked.value !== 'string') return checked
  const isAddress = /^https?:\/\/[^\s/?#]+/i.test(checked.value) && URL.canParse(checked.value)
  return isAddress ? checked : { problem: 'not_url' }
}

function checkChoices(
  field: Pick<CustomField, 'choices'>,
  value: unknown,
  before: readonly unknown[],
): CheckedValue {
  if (!Array.isArray(value)) return { problem: 'not_choice' }
  const chosen = new Set<unknown>(value)
  if ([...chosen].some((each) => typeof each !== 'string' || !offers(field, each, before)))
    return { problem: 'not_choice' }
  // In the order of the choices, so that the same choice is the same value.
  const values = field.choices.filter((choice) => chosen.has(choice.value)).map((choice) => choice.value)
  return { value: values.length === 0 ? null : values }
}

function offers(field: Pick<CustomField, 'choices'>, value: string, before: readonly unknown[]): boolean {
  const choice = field.choices.find((each) => each.value === value)
  return choice !== undefined && (!choice.isArchived || before.includes(value))
}

function isDate(text: string): boolean {
  if (!/^\d{4}-\d{2}-\d{2}$/.test(text)) return false
  const date = new Date(`${text}T00:00:00Z`)
  return !Number.isNaN(date.getTime()) && date.toISOString().startsWith(text)
}
