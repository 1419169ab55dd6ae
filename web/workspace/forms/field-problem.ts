import type { TFunction } from 'i18next'

/** Fields whose refusal deserves words of its own; keys of `fieldProblem` in locales/. */
const named = [
  'email',
  'address',
  'password',
  'next',
  'name',
  'deskName',
  'ticketPrefix',
  'host',
  'port',
  'user',
  'names',
] as const
type Named = (typeof named)[number]

/** What is wrong with a field the server refused, in words: it only says which field it was. */
export function fieldProblem(t: TFunction, field: string): string {
  const known = named.find((each): each is Named => each === field)
  return t(`fieldProblem.${known ?? 'other'}`)
}

/** Whether it could be an address; the server has the last word. */
export function looksLikeEmail(text: string): boolean {
  return /^[^\s@]+@[^\s@]+$/.test(text.trim())
}
