import type { FieldValue } from '#contract/fields.ts'
import { checkFieldValue } from '#contract/field-values.ts'
import type { ResolvedField } from './resolve-fields.ts'

/** What a form said, as browsers send it: a box is `on`, several choices are a list. */
export type Said = Readonly<Record<string, string | readonly string[]>>

/** What is wrong with a field: a key of `widget.form.problem` in locales/. */
export type FormProblem =
  | 'required'
  | 'bad_email'
  | 'bad_phone'
  | 'too_long'
  | 'not_number'
  | 'not_date'
  | 'not_choice'
  | 'not_url'
  | 'too_many_files'
  | 'too_large_files'

export interface Answers {
  /** By the fields' ids; what was not asked or not said is not in it. */
  values: Map<string, FieldValue>
  problems: Map<string, FormProblem>
}

const emailPattern = /^[^\s@<>()[\]\\,;:"]{1,64}@[\p{L}\p{N}][\p{L}\p{N}.-]*\.[\p{L}\p{N}-]*[\p{L}\p{N}]$/u
const longest = { name: 200, subject: 300, message: 50_000 } as const

const one = (said: Said[string] | undefined): string =>
  typeof said === 'string' ? said : (said?.at(-1) ?? '')
const all = (said: Said[string] | undefined): string[] =>
  (typeof said === 'string' ? [said] : [...(said ?? [])]).filter((value) => value !== '')

/** Which fields are asked, given what is said: a field whose condition does not hold is not, nor what depends on it. */
export function askedFields(fields: readonly ResolvedField[], said: Said): ResolvedField[] {
  const isAsked = (field: ResolvedField, seen: readonly string[]): boolean => {
    const when = field.shownWhen
    if (!when) return true
    const other = fields.find((each) => each.id === when.fieldId)
    // A circle of conditions shows nothing of itself.
    if (!other || seen.includes(other.id) || !isAsked(other, [...seen, field.id])) return false
    const values = other.preset === null ? all(said[other.id]) : [other.preset]
    const isSaid = values.some((value) => value.trim() !== '')
    return when.values.length === 0 ? isSaid : values.some((value) => when.values.includes(value))
  }
  return fields.filter((field) => isAsked(field, []))
}

/** What was said, checked: what nobody was asked is not taken, whatever a browser sends. */
export function readAnswers(
  fields: readonly ResolvedField[],
  said: Said,
  files: { count: number; problem: 'too_many_files' | 'too_large_files' | null },
): Answers {
  const values: Answers['values'] = new Map()
  const problems: Answers['problems'] = new Map()
  for (const field of askedFields(fields, said)) {
    if (field.input === 'files') {
      if (files.problem !== null) problems.set(field.id, files.problem)
      else if (field.isRequired && files.count === 0) problems.set(field.id, 'required')
      continue
    }
    const checked = check(field, field.preset === null ? said[field.id] : field.preset)
    if ('problem' in checked) problems.set(field.id, checked.problem)
    else if (checked.value !== null) values.set(field.id, checked.value)
    else if (field.isRequired) problems.set(field.id, 'required')
  }
  return { values, problems }
}

type Checked = { value: FieldValue | null } | { problem: FormProblem }

function check(field: ResolvedField, said: Said[string] | undefined): Checked {
  if (field.own) return checkOwn(field, said)
  const text = one(said).trim()
  if (text === '') return { value: null }
  switch (field.kind) {
    case 'email':
      return text.length <= 254 && emailPattern.test(text)
        ? { value: text.toLowerCase() }
        : { problem: 'bad_email' }
    case 'phone':
      return /^[+\d][\d\s().-]{4,30}$/.test(text) ? { value: text } : { problem: 'bad_phone' }
    case 'category':
      return field.choices.some((choice) => choice.value === text)
        ? { value: text }
        : { problem: 'not_choice' }
    case 'name':
    case 'subject':
      return text.length > longest[field.kind]
        ? { problem: 'too_long' }
        : { value: text.replaceAll(/\s+/g, ' ') }
    default:
      return text.length > longest.message ? { problem: 'too_long' } : { value: text }
  }
}

const problemOf = {
  too_long: 'too_long',
  not_number: 'not_number',
  not_date: 'not_date',
  not_choice: 'not_choice',
  not_url: 'not_url',
} as const

function checkOwn(field: ResolvedField, said: Said[string] | undefined): Checked {
  const { own } = field
  if (!own) return { value: null }
  const text = one(said).trim()
  if (text === '') return { value: null }
  const raw =
    own.kind === 'checkbox'
      ? /^(?:on|true|yes|1)$/i.test(text)
      : own.kind === 'multi_choice'
        ? all(said)
        : own.kind === 'number'
          ? Number(text.replace(',', '.').replaceAll(/\s/g, ''))
          : text
  const checked = checkFieldValue(own, raw)
  // A box that is not ticked says nothing.
  if ('value' in checked) return checked.value === false ? { value: null } : checked
  return { problem: problemOf[checked.problem as keyof typeof problemOf] ?? 'not_choice' }
}
