import type { Priority, StatusCategory } from '#contract/desk.ts'
import type { ClockKind, PriorityTargets, SlaPolicyInput, SlaTime, SlaWarning } from '#contract/sla.ts'
import { addWorkingMs, aroundTheClock, type WorkingTime, workingMsBetween } from '#server/calendars/index.ts'

/** A policy as its clocks read it. */
export interface Terms {
  readonly id: number
  readonly calendar: WorkingTime
  readonly policy: Pick<
    SlaPolicyInput,
    'targets' | 'stages' | 'pausedIn' | 'pausesWhenFrozen' | 'pausedClocks' | 'onReopen' | 'warnings'
  >
  /**
   * When it was saved last, epoch ms: of a warning whose moment had passed by then nobody is told, or one that is added
   * would be told of every ticket at once.
   */
  readonly savedAt?: number
}

/** Every policy a ticket was ever under, archived ones too. */
export type TermsOf = (policyId: number) => Terms | null

/** How long a clock may run. */
export interface Target {
  readonly ms: number
  readonly time: SlaTime
}

const minuteMs = 60_000
const targetKeys = {
  first_reply: 'firstReply',
  next_reply: 'nextReply',
  update: 'update',
  solution: 'solution',
} as const satisfies Record<Exclude<ClockKind, 'stage'>, keyof PriorityTargets>

/** What the terms promise of a clock; null for nothing. */
export function targetOf(
  terms: Terms | null,
  clock: { kind: ClockKind; teamId: number | null },
  priority: Priority,
): Target | null {
  if (!terms) return null
  const { targets, stages } = terms.policy
  const target =
    clock.kind === 'stage'
      ? stages.find((stage) => stage.teamId === clock.teamId)?.target
      : targets[priority][targetKeys[clock.kind]]
  return target ? { ms: target.minutes * minuteMs, time: target.time } : null
}

/** Whether a clock of this kind stands in this state of its ticket. */
export function isPausedBy(
  terms: Terms | null,
  kind: ClockKind,
  { status, isFrozen }: { status: StatusCategory; isFrozen: boolean },
): boolean {
  if (!terms) return true
  const { pausedClocks, pausedIn, pausesWhenFrozen } = terms.policy
  if (!pausedClocks.includes(kind)) return false
  return (isFrozen && pausesWhenFrozen) || pausedIn.some((category) => category === status)
}

/** The name of a warning in `fired` and in the events' data. */
export function noticeOf(warning: SlaWarning): string {
  return warning.kind === 'percent' ? `percent:${warning.percent}` : `minutes:${warning.minutes}`
}

/** After how much of the target a warning is due; null for one the target is too short for. */
export function warningMs(warning: SlaWarning, target: Target): number | null {
  if (warning.kind === 'percent') return Math.round((target.ms * warning.percent) / 100)
  const ms = target.ms - warning.minutes * minuteMs
  return ms > 0 ? ms : null
}

const calendarOf = (terms: Terms | null, time: SlaTime): WorkingTime =>
  time === 'business' && terms ? terms.calendar : aroundTheClock

/** Milliseconds that count between two instants (epoch ms). */
export function countedBetween(terms: Terms | null, time: SlaTime, from: number, to: number): number {
  if (time === 'calendar' || !terms) return Math.max(0, to - from)
  return workingMsBetween(calendarOf(terms, time), instant(from), instant(to))
}

/** When so many milliseconds have counted since (epoch ms). */
export function countedFrom(terms: Terms | null, time: SlaTime, from: number, ms: number): number {
  if (time === 'calendar' || !terms) return from + ms
  return addWorkingMs(calendarOf(terms, time), instant(from), ms).epochMilliseconds
}

export function instant(ms: number): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(ms)
}
