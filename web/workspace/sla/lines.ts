import type { LedgerInterval, SlaClock } from '#contract/sla.ts'

/** One stretch of a timeline and one row of its table. */
export interface Line {
  key: string
  kind: LedgerInterval['kind'] | 'ahead' | 'aheadOff'
  from: string
  to: string
  /** In whole minutes, rounded so that all of them, and what was carried over, add up to the clock's own. */
  countedMs: number
  /** Null for what is still to come. */
  cause: LedgerInterval['cause'] | null
  /** Working time goes on after a night: what began it stands some lines above. */
  isContinued: boolean
  /** It begins with what is named as its cause, and not with the calendar. */
  isBegun: boolean
  /** Of what is to come: all that is left, not a day's share of it. */
  isRest: boolean
  /** Of the whole width, in percent. */
  share: number
}

const duration = (line: { from: string; to: string }) => Date.parse(line.to) - Date.parse(line.from)

/**
 * A clock's past and future as stretches of a line. What is not counted, nights and weekends above all, is drawn no wider
 * than what is: a deadline on Monday would otherwise leave no room for Friday's work.
 */
export function linesOf(clock: SlaClock): Line[] {
  const past = clock.ledger.map((line, index) => ({
    ...line,
    isContinued:
      line.kind === 'run' &&
      clock.ledger[index - 1]?.kind === 'off' &&
      isOfOne(line, clock.ledger[index - 1]),
    isBegun: !isOfOne(line, clock.ledger[index - 1]),
    isRest: false,
  }))
  const isOneRest = clock.ahead.filter((line) => line.kind === 'run').length === 1
  const ahead = clock.ahead.map((line) => ({
    ...line,
    kind: line.kind === 'off' ? ('aheadOff' as const) : ('ahead' as const),
    cause: null,
    isContinued: false,
    isBegun: false,
    isRest: isOneRest && line.kind === 'run',
  }))
  const lines = inMinutes([...past, ...ahead], clock.carriedMs)
  const counted = lines.filter((line) => line.kind === 'run' || line.kind === 'ahead')
  const most = Math.max(60_000, ...counted.map(duration))
  const weights = lines.map((line) =>
    line.kind === 'run' || line.kind === 'ahead' ? duration(line) : Math.min(duration(line), most * 0.8),
  )
  const total = weights.reduce((sum, one) => sum + one, 0) || 1
  // Whatever lasted a minute can still be seen, and reached.
  const widened = weights.map((weight) => Math.max(weight / total, 0.03))
  const all = widened.reduce((sum, one) => sum + one, 0)
  return lines.map((line, index) => ({
    ...line,
    key: `${line.kind} ${line.from}`,
    share: ((widened[index] ?? 0) / all) * 100,
  }))
}

/** Whether two lines belong to one stretch. */
function isOfOne(line: LedgerInterval, other: LedgerInterval | undefined): boolean {
  return line.cause.eventId === other?.cause.eventId && line.cause.reason === other.cause.reason
}

/** Every line's share of the sum so far, so that what is rounded here is made up for in the next. */
function inMinutes<L extends { countedMs: number }>(lines: readonly L[], carriedMs: number): L[] {
  let sum = carriedMs
  return lines.map((line) => {
    const before = toMinutes(sum)
    sum += line.countedMs
    return { ...line, countedMs: toMinutes(sum) - before }
  })
}

const toMinutes = (ms: number) => Math.round(ms / 60_000) * 60_000
