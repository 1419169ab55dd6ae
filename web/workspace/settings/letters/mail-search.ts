import type { OutboxKind } from '#contract/outbox.ts'

export const letterStates = ['new_ticket', 'threaded', 'ignored', 'quarantined', 'received'] as const
export type LetterState = (typeof letterStates)[number]
export const outboxStates = ['waiting', 'attention', 'sent', 'cancelled'] as const
export const outboxKinds = ['replies', 'automatic', 'system'] as const

/** What narrows a list of letters, as the address of the page says it: a filtered page can be sent to a colleague. */
interface MailFilter {
  inbox?: number
  q?: string
  /** Days, `2026-11-22`. */
  from?: string
  to?: string
}

export interface LettersFilter extends MailFilter {
  state?: LetterState
}
export interface LettersSearch extends LettersFilter {
  /** The letter whose page is open. */
  letter?: number
}

export interface OutboxFilter extends MailFilter {
  state?: (typeof outboxStates)[number]
  kind?: (typeof outboxKinds)[number]
}
export interface OutboxSearch extends OutboxFilter {
  /** `letter-12`: the letter whose page is open. */
  letter?: string
}

function oneOf<T extends string>(known: readonly T[], value: unknown): T | undefined {
  return known.find((each) => each === value)
}

function id(value: unknown): number | undefined {
  const number = Number(value)
  return Number.isSafeInteger(number) && number > 0 ? number : undefined
}

function text(value: unknown): string | undefined {
  const plain = typeof value === 'number' ? String(value) : value
  return typeof plain === 'string' && plain.trim() !== '' ? plain.slice(0, 200) : undefined
}

function day(value: unknown): string | undefined {
  return typeof value === 'string' && /^\d{4}-\d\d-\d\d$/.test(value) ? value : undefined
}

function mailFilter(search: Record<string, unknown>): MailFilter {
  const { inbox, q, from, to } = search
  return { inbox: id(inbox), q: text(q), from: day(from), to: day(to) }
}

export function readLettersSearch(search: Record<string, unknown>): LettersSearch {
  const { state, letter } = search
  return { state: oneOf(letterStates, state), ...mailFilter(search), letter: id(letter) }
}

export function readOutboxSearch(search: Record<string, unknown>): OutboxSearch {
  const { state, kind, letter } = search
  return {
    state: oneOf(outboxStates, state),
    kind: oneOf(outboxKinds, kind),
    ...mailFilter(search),
    letter: typeof letter === 'string' && readOutboxName(letter) ? letter : undefined,
  }
}

/** `letter-12` → its kind and number; null for anything else. */
export function readOutboxName(name: string): { kind: OutboxKind; id: number } | null {
  const match = /^(letter|reply|system)-(\d{1,15})$/.exec(name)
  return match ? { kind: match[1] as OutboxKind, id: Number(match[2]) } : null
}

/** Whether anything narrows the list. */
export function isNarrowed(filter: object): boolean {
  return Object.entries(filter).some(([key, value]) => key !== 'letter' && value !== undefined)
}
