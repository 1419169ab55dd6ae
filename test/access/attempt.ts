/** What stands in the way of somebody who may do everything and sees other teams' tickets only. */
export type Gate =
  /** Not theirs to see: as if it were not there. */
  | 'hidden'
  /** Answers, and says nothing of the hidden ticket. */
  | 'silent'
  /** For those alone who see every ticket. */
  | 'refused'
  /** About the desk's own settings, or the caller's own account; a letter, a ticket or a draft is not in it. */
  | 'settings'
  /** For whoever comes along. */
  | 'public'

export interface Attempt {
  gate: Gate
  /** Below /api/v1; by default the route's own path, all numbers 1. */
  path?: string
  body?: unknown
}

export type Attempts = Record<string, Attempt>

/** Routes in which a hidden ticket cannot be, whatever is asked. */
export function settings(...names: string[]): Attempts {
  return Object.fromEntries(names.map((name) => [name, { gate: 'settings' }]))
}
