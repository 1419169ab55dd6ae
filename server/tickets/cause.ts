import type { Cause } from '#contract/ticket-actions.ts'
import type { ActorKind } from '#server/platform/events/tables.ts'

/** Who changes a ticket, and what made them, where it happens by itself. */
export interface By {
  actor: { kind: ActorKind; id: number | null }
  cause?: Cause
}

/** The part of an event's data that says what led to it. */
export function causeData({ cause }: By): { cause?: Cause } {
  return cause === undefined ? {} : { cause }
}
