import type { Priority, StatusCategory } from '#contract/desk.ts'
import type { ClockKind, LedgerCause, SlaTime } from '#contract/sla.ts'
import type { Target } from './terms.ts'

export interface SegmentCause {
  eventId: number | null
  reason: LedgerCause['reason']
}

/** A stretch of a clock's life in which nothing about it changed. Epoch ms; the last one of a live clock is open. */
export interface Segment {
  from: number
  to: number | null
  kind: 'run' | 'pause' | 'stop'
  time: SlaTime
  policyId: number | null
  targetMs: number | null
  /** What it added; known once it is closed. */
  countedMs: number
  cause: SegmentCause
}

export interface Clock {
  kind: ClockKind
  /** The how-manieth of its kind, from 1. */
  run: number
  teamId: number | null
  segments: Segment[]
  /** Waited for in tickets that went up in this one: the longest of `carried`. */
  carriedMs: number
  /** By how much the customer of each of them had waited longer, by the merge's id. */
  carried: { mergeId: number; ms: number }[]
  target: Target | null
  /** What was told of it already: `breach`, `percent:80`, `minutes:30`; sorted. */
  fired: string[]
  end: { at: number; how: 'met' | 'dropped'; cause: SegmentCause } | null
}

/** Everything the clocks of a ticket need to go on; kept as JSON. */
export interface ClockState {
  /** The time of the last fact, epoch ms. */
  at: number
  status: StatusCategory
  priority: Priority
  teamId: number | null
  isFrozen: boolean
  /** When a person answered last, epoch ms. */
  repliedAt: number | null
  /** What it was before it went up in another ticket. */
  mergedFrom: { status: StatusCategory; waiting: number[] } | null
  /** Messages nobody has answered; a ticket that was absorbed while waiting stands here as its merge's id below 0. */
  waiting: number[]
  policyId: number | null
  clocks: Clock[]
}

export function isDone(status: StatusCategory): boolean {
  return status === 'solved' || status === 'closed'
}

export function liveClock(state: ClockState, kind: ClockKind): Clock | null {
  return state.clocks.findLast((clock) => clock.kind === kind && clock.end === null) ?? null
}
