import type { WorkingTimeRules } from './working-time.ts'

/** A stretch of milliseconds: of the epoch, or of a wall clock read as though it were UTC's. */
export interface MsInterval {
  readonly from: number
  readonly to: number
}

const minuteMs = 60_000
const dayMs = 86_400_000
/** No place on Earth is further from UTC; an interval of the day before reaches one day further. */
const furthest = 3 * dayMs

/** What the wall clock shows as working time around a stretch: joined where they overlap or touch, in order. */
export function localIntervals(rules: WorkingTimeRules, from: number, to: number): MsInterval[] {
  const all: { from: number; to: number }[] = []
  let date = Temporal.Instant.fromEpochMilliseconds(from - furthest)
    .toZonedDateTimeISO('UTC')
    .toPlainDate()
  let midnight = date.toZonedDateTime('UTC').epochMilliseconds
  let year = Number.NaN
  let special: ReturnType<WorkingTimeRules['specialDays']> = new Map()
  for (; midnight < to + furthest; midnight += dayMs, date = date.add({ days: 1 })) {
    if (date.year !== year) {
      year = date.year
      special = rules.specialDays(year)
    }
    for (const one of special.get(date.toString()) ?? rules.week[date.dayOfWeek - 1] ?? [])
      all.push({ from: midnight + one.from * minuteMs, to: midnight + one.to * minuteMs })
  }
  return joined(all)
}

/** Overlapping and touching stretches made one, ascending; empty ones left out. */
export function joined(stretches: readonly MsInterval[]): MsInterval[] {
  const result: { from: number; to: number }[] = []
  for (const one of stretches.toSorted((a, b) => a.from - b.from)) {
    if (one.to <= one.from) continue
    const previous = result.at(-1)
    if (previous && one.from <= previous.to) previous.to = Math.max(previous.to, one.to)
    else result.push({ from: one.from, to: one.to })
  }
  return result
}

/** The stretches between two instants within which a zone keeps one offset from UTC, in milliseconds. */
export function offsetSpans(timeZone: string, from: number, to: number): (MsInterval & { offset: number })[] {
  const spans: (MsInterval & { offset: number })[] = []
  let at = Temporal.Instant.fromEpochMilliseconds(from).toZonedDateTimeISO(timeZone)
  while (at.epochMilliseconds < to) {
    const next = at.getTimeZoneTransition('next')
    const end = Math.min(next?.epochMilliseconds ?? to, to)
    spans.push({ from: at.epochMilliseconds, to: end, offset: at.offsetNanoseconds / 1_000_000 })
    if (!next || end === to) break
    at = next
  }
  return spans
}
