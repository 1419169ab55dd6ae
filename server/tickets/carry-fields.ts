import type { Differences } from './change-ticket.ts'

type Values = Record<string, unknown>

/** What a ticket has in its own fields that another one has not. */
export function fieldsToCarry(source: Values | null, target: Values | null): Values {
  return Object.fromEntries(Object.entries(source ?? {}).filter(([key]) => (target?.[key] ?? null) === null))
}

/** Those of the carried values that are still what was carried: whatever somebody has changed since is theirs. */
export function fieldsToReturn(now: Values | null, carried: Values): Values {
  return Object.fromEntries(
    Object.entries(carried).filter(([key, value]) => JSON.stringify(now?.[key]) === JSON.stringify(value)),
  )
}

/** As the history tells of values a ticket gained, or lost again. */
export function fieldDifferences(values: Values, direction: 'gained' | 'lost'): Differences {
  return Object.fromEntries(
    Object.entries(values).map(([key, value]) => [
      `fields.${key}`,
      direction === 'gained' ? [null, value] : [value, null],
    ]),
  )
}
