import type { Clock, ClockState } from './clock-state.ts'
import {
  countedBetween,
  countedFrom,
  noticeOf,
  type Target,
  type Terms,
  type TermsOf,
  warningMs,
} from './terms.ts'

/** How much of its time a clock has used by then, in ms. */
export function elapsedMs(clock: Clock, at: number, termsOf: TermsOf): number {
  let sum = clock.carriedMs
  for (const { from, to, kind, time, policyId, countedMs } of clock.segments) {
    if (kind !== 'run') continue
    if (to !== null) sum += countedMs
    else if (at > from) sum += countedBetween(policyId === null ? null : termsOf(policyId), time, from, at)
  }
  return sum
}

/**
 * When a clock has used, or will have used, so much of its time (epoch ms): somewhere in its ledger, or ahead when it
 * runs. Null while it stands. A clock that ended while running is followed as if it had gone on.
 */
export function momentOf(clock: Clock, ms: number, termsOf: TermsOf): number | null {
  let left = ms - clock.carriedMs
  const first = clock.segments[0]
  if (left <= 0) return first?.from ?? null
  for (const [index, segment] of clock.segments.entries()) {
    if (segment.kind !== 'run') continue
    const isLast = index === clock.segments.length - 1
    if (segment.to === null || isLast || left <= segment.countedMs) {
      const terms = segment.policyId === null ? null : termsOf(segment.policyId)
      return countedFrom(terms, segment.time, segment.from, left)
    }
    left -= segment.countedMs
  }
  return null
}

/** When a clock's time is over, or was; null while it stands or nothing is promised. */
export function dueAt(clock: Clock, termsOf: TermsOf): number | null {
  return clock.target ? momentOf(clock, clock.target.ms, termsOf) : null
}

/** After how much used time a notice is due; null for one the terms do not know (any more). */
export function thresholdMs(notice: string, target: Target, terms: Terms): number | null {
  if (notice === 'breach') return target.ms
  const warning = terms.policy.warnings.find((one) => noticeOf(one) === notice)
  return warning ? warningMs(warning, target) : null
}

export interface DueNotice {
  clock: Clock
  /** `breach`, or a warning's name. */
  notice: string
  /** When it is due, epoch ms. */
  at: number
}

/** Everything that is still to be told of the live clocks, in the order of its time. After a breach no warning. */
export function noticesAhead(state: ClockState, termsOf: TermsOf): DueNotice[] {
  const terms = state.policyId === null ? null : termsOf(state.policyId)
  if (!terms) return []
  return state.clocks
    .filter((clock) => clock.end === null && clock.target !== null && !clock.fired.includes('breach'))
    .flatMap((clock) =>
      ['breach', ...terms.policy.warnings.map(noticeOf)].flatMap((notice) => {
        const ms = clock.target && thresholdMs(notice, clock.target, terms)
        if (ms === null || clock.fired.includes(notice)) return []
        const at = momentOf(clock, ms, termsOf)
        if (at === null || (notice !== 'breach' && at < (terms.savedAt ?? -Infinity))) return []
        return [{ clock, notice, at }]
      }),
    )
    .toSorted((a, b) => a.at - b.at)
}

/** What is to be told now: a breach makes the warnings of the same clock needless. */
export function noticesDue(state: ClockState, until: number, termsOf: TermsOf): DueNotice[] {
  const due = noticesAhead(state, termsOf).filter((one) => one.at <= until)
  const breached = new Set(due.filter((one) => one.notice === 'breach').map((one) => one.clock))
  return due.filter((one) => one.notice === 'breach' || !breached.has(one.clock))
}

/** The nearest deadline of the clocks that run; one that is over stays until it is met. */
export function nearestDeadline(state: ClockState, termsOf: TermsOf): { clock: Clock; at: number } | null {
  let nearest: { clock: Clock; at: number } | null = null
  for (const clock of state.clocks) {
    const open = clock.segments.at(-1)
    if (clock.end !== null || open?.to !== null || open.kind !== 'run') continue
    const at = dueAt(clock, termsOf)
    if (at !== null && (nearest === null || at < nearest.at)) nearest = { clock, at }
  }
  return nearest
}
