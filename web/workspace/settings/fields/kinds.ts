import type { FieldKind, FieldOwner, FieldShown } from '#contract/fields.ts'

/** In the order they are offered. */
export const owners: readonly FieldOwner[] = ['ticket', 'customer', 'organization']
export const kinds: readonly FieldKind[] = [
  'text',
  'long_text',
  'number',
  'checkbox',
  'date',
  'choice',
  'multi_choice',
  'url',
]
export const shownWhen: readonly FieldShown[] = ['always', 'filled', 'never']

/** As the contract has it. */
export const keyPattern = /^[a-z][a-z0-9_]{0,39}$/
