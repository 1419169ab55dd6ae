import type { SlaTime } from '#contract/sla.ts'
import { workingIntervals } from '#server/calendars/index.ts'
import type { Clock, Segment, SegmentCause } from './clock-state.ts'
import { countedBetween, instant, type Terms, type TermsOf } from './terms.ts'

/** One line of a clock's ledger. Epoch ms; counted is what it added. */
export interface Line {
  kind: 'run' | 'off' | 'pause' | 'stop'
  from: number
  to: number
  countedMs: number
  cause: SegmentCause
}

/** Everything a clock did until now or its end: running time cut into working hours and what lies outside them. */
export function ledgerOf(clock: Clock, now: number, termsOf: TermsOf): Line[] {
  return clock.segments.flatMap((segment) =>
    linesOf(segment, segment.to ?? Math.max(segment.from, now), termsOf),
  )
}

function linesOf(segment: Segment, to: number, termsOf: TermsOf): Line[] {
  const { kind, time, from, to: end, policyId, countedMs, cause } = segment
  if (from === to) return []
  if (kind !== 'run') return [{ kind, from, to, countedMs: 0, cause }]
  const lines = stretch(policyId === null ? null : termsOf(policyId), time, from, to)
  // Closed while another calendar held: its nights are not known any more, and what it counted stays.
  const isAsCounted = end === null || countedMs === lines.reduce((sum, line) => sum + line.countedMs, 0)
  return isAsCounted ? lines.map((one) => ({ ...one, cause })) : [{ kind: 'run', from, to, countedMs, cause }]
}

/** What lies ahead of a running clock up to its deadline. */
export function linesAhead(
  clock: Clock,
  { now, due }: { now: number; due: number },
  termsOf: TermsOf,
): Omit<Line, 'cause'>[] {
  const open = clock.segments.at(-1)
  if (open?.to !== null || open.kind !== 'run' || due <= now) return []
  return stretch(open.policyId === null ? null : termsOf(open.policyId), open.time, now, due)
}

function stretch(terms: Terms | null, time: SlaTime, from: number, to: number): Omit<Line, 'cause'>[] {
  if (!terms || time === 'calendar') return [{ kind: 'run', from, to, countedMs: to - from }]
  const lines: Omit<Line, 'cause'>[] = []
  let at = from
  const off = (until: number) => {
    if (until > at) lines.push({ kind: 'off', from: at, to: until, countedMs: 0 })
  }
  for (const interval of workingIntervals(terms.calendar, instant(from), instant(to))) {
    const [begins, ends] = [interval.from.epochMilliseconds, interval.to.epochMilliseconds]
    off(begins)
    lines.push({ kind: 'run', from: begins, to: ends, countedMs: countedBetween(terms, time, begins, ends) })
    at = ends
  }
  off(to)
  return lines
}
