import type { Language } from '#contract/common.ts'
import type { CustomField, FieldOwner } from '#contract/fields.ts'
import { words } from '#server/platform/words.ts'
import { Moment } from '../template/moment.ts'
import { Several } from '../template/several.ts'
import type { Speech } from '../template/speech.ts'

/** Values of the desk's own fields as a reply says them: a choice by its name, a tick as yes, a date in words. */
export function sayFields(
  fields: readonly CustomField[],
  owner: FieldOwner,
  values: Record<string, unknown> | null,
  speech: Speech,
): Record<string, unknown> {
  const own = fields.filter((field) => field.owner === owner)
  return Object.fromEntries(own.map((field) => [field.key, say(field, values?.[field.key], speech)]))
}

function say(field: CustomField, value: unknown, speech: Speech): unknown {
  if (value === undefined || value === null) return null
  const named = (choice: unknown) => nameOf(field, choice, speech.language)
  switch (field.kind) {
    case 'choice':
      return named(value)
    case 'multi_choice':
      return Array.isArray(value) ? severalOf(value.map(named)) : null
    case 'checkbox':
      return words(speech.language).t(value === true ? 'settings.yes' : 'settings.no')
    case 'date':
      return typeof value === 'string' ? new Moment(new Date(`${value}T00:00:00Z`), speech, true) : null
    default:
      return value
  }
}

function severalOf(names: readonly (string | null)[]): Several | null {
  const known = names.filter((name) => name !== null)
  return known.length === 0 ? null : new Several(known)
}

function nameOf(field: CustomField, choice: unknown, language: Language): string | null {
  return field.choices.find((each) => each.value === choice)?.names[language] ?? null
}
