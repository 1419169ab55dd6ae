import type { FieldChoice, FieldKind } from '#contract/fields.ts'
import { fail } from '#server/platform/http/failure.ts'

/** The choices of a new field, or of one that is changed: some for a choice, none for anything else. */
export function checkChoices(kind: FieldKind, choices: readonly FieldChoice[]): void {
  const isChoice = kind === 'choice' || kind === 'multi_choice'
  if (isChoice !== choices.some((choice) => !choice.isArchived)) refuse('some for a choice, none otherwise')
  if (new Set(choices.map((choice) => choice.value)).size < choices.length) refuse('each value once')
}

/** Choices that are left out stay, archived: tickets may have them. */
export function keepOldChoices(before: readonly FieldChoice[], after: readonly FieldChoice[]): FieldChoice[] {
  const gone = before.filter((choice) => after.every((each) => each.value !== choice.value))
  return [...after, ...gone.map((choice) => ({ ...choice, isArchived: true }))]
}

function refuse(message: string): never {
  fail('invalid_input', { fields: [{ path: 'body.choices', message }] })
}
