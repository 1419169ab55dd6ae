import { useSyncExternalStore } from 'react'
import type { Ticket } from '#contract/tickets.ts'
import type { TicketChange } from './use-update-ticket.ts'

export interface Conflict {
  readonly before: Ticket
  readonly now: Ticket
  readonly change: TicketChange
}

let conflict: Conflict | null = null
const listeners = new Set<() => void>()

export function openConflict(next: Conflict | null): void {
  conflict = next
  for (const listener of listeners) listener()
}

/** The change that came too late, while the agent decides about it. */
export function useConflict(): Conflict | null {
  return useSyncExternalStore(
    (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    () => conflict,
  )
}

const watched = [
  'subject',
  'statusId',
  'priority',
  'categoryId',
  'teamId',
  'assigneeId',
  'tags',
  'fields',
] as const
export type WatchedField = (typeof watched)[number]

/** Which fields differ between what the agent saw and what is there now. */
export function changedFields(before: Ticket, now: Ticket): WatchedField[] {
  return watched.filter((field) => JSON.stringify(before[field]) !== JSON.stringify(now[field]))
}
