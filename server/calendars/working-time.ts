import { localIntervals, offsetSpans } from './wall-clock.ts'

/** Part of a day, in minutes from its midnight; `to` past 1440 runs into the next day, and still belongs to this one. */
export interface DayInterval {
  readonly from: number
  readonly to: number
}

/** What a calendar is made of, once every holiday list has become days. */
export interface WorkingTimeRules {
  /** An IANA name: `Europe/Moscow`. */
  readonly timeZone: string
  /** Seven lists, Monday's first. */
  readonly week: readonly (readonly DayInterval[])[]
  /** The days of a year that differ from their weekday, by `YYYY-MM-DD`: none is an empty list. */
  readonly specialDays: (year: number) => ReadonlyMap<string, readonly DayInterval[]>
}

/** A calendar ready to count with. It never changes: a changed calendar is another one. */
export interface WorkingTime {
  readonly rules: WorkingTimeRules
  /** The working time of one block, worked out when first asked for. */
  readonly blockAt: (index: number) => Block
}

/** A stretch of time, its end excluded. */
export interface InstantInterval {
  readonly from: Temporal.Instant
  readonly to: Temporal.Instant
}

interface Block {
  /** Epoch milliseconds, ascending, apart from each other. */
  readonly starts: Float64Array
  readonly ends: Float64Array
  /** Working milliseconds of the block up to the end of each. */
  readonly sums: Float64Array
  readonly total: number
}

const dayMs = 86_400_000
const blockMs = 364 * dayMs
/** About a century: a search for working time gives up there. */
const mostBlocks = 100
const mostKept = 256

/** Prepares a calendar for counting. Costs nothing until asked; then about a millisecond for each year met. */
export function createWorkingTime(rules: WorkingTimeRules): WorkingTime {
  const blocks = new Map<number, Block>()
  return {
    rules,
    blockAt(index) {
      const known = blocks.get(index)
      if (known) return known
      if (blocks.size >= mostKept) blocks.clear()
      const block = buildBlock(rules, index)
      blocks.set(index, block)
      return block
    },
  }
}

/**
 * The earliest instant by which `ms` milliseconds of working time have passed since `from`: the end of an interval
 * rather than the beginning of the next, and `from` itself for 0. A calendar that does not get there within a
 * century answers with the end of that century, so that no caller waits for ever.
 */
export function addWorkingMs(calendar: WorkingTime, from: Temporal.Instant, ms: number): Temporal.Instant {
  if (!(ms >= 0)) throw new RangeError(`Working time is added forwards: ${ms}`)
  if (ms === 0) return from
  const start = from.epochMilliseconds
  const first = Math.floor(start / blockMs)
  let wanted = ms + workedBefore(calendar.blockAt(first), start)
  for (let index = first; index < first + mostBlocks; index++) {
    const block = calendar.blockAt(index)
    if (wanted <= block.total) {
      const at = countBelow(block.sums, wanted)
      return Temporal.Instant.fromEpochMilliseconds(
        valueAt(block.ends, at) - (valueAt(block.sums, at) - wanted),
      )
    }
    wanted -= block.total
  }
  return Temporal.Instant.fromEpochMilliseconds((first + mostBlocks) * blockMs)
}

/** Milliseconds of working time from `from` to `to`; 0 when `to` is not the later. */
export function workingMsBetween(
  calendar: WorkingTime,
  from: Temporal.Instant,
  to: Temporal.Instant,
): number {
  const start = from.epochMilliseconds
  const end = to.epochMilliseconds
  if (end <= start) return 0
  const first = Math.floor(start / blockMs)
  const last = Math.floor(end / blockMs)
  let sum = workedBefore(calendar.blockAt(last), end) - workedBefore(calendar.blockAt(first), start)
  for (let index = first; index < last; index++) sum += calendar.blockAt(index).total
  return sum
}

/** The working intervals between two instants, cut to them, in order and apart from each other. */
export function workingIntervals(
  calendar: WorkingTime,
  from: Temporal.Instant,
  to: Temporal.Instant,
): InstantInterval[] {
  const start = from.epochMilliseconds
  const end = to.epochMilliseconds
  const found: { from: number; to: number }[] = []
  for (let index = Math.floor(start / blockMs); index * blockMs < end; index++) {
    const block = calendar.blockAt(index)
    for (let at = countUpTo(block.ends, start); at < block.ends.length; at++) {
      const begins = Math.max(valueAt(block.starts, at), start)
      if (begins >= end) break
      const previous = found.at(-1)
      const ends = Math.min(valueAt(block.ends, at), end)
      if (previous?.to === begins) previous.to = ends
      else found.push({ from: begins, to: ends })
    }
  }
  return found.map((one) => ({
    from: Temporal.Instant.fromEpochMilliseconds(one.from),
    to: Temporal.Instant.fromEpochMilliseconds(one.to),
  }))
}

/** Whether the clock on the calendar's wall shows working time. */
export function isWorking(calendar: WorkingTime, at: Temporal.Instant): boolean {
  const ms = at.epochMilliseconds
  const block = calendar.blockAt(Math.floor(ms / blockMs))
  const index = countUpTo(block.ends, ms)
  return index < block.ends.length && valueAt(block.starts, index) <= ms
}

/** The first working instant at or after `from`; null when there is none within a century. */
export function nextWorkingInstant(calendar: WorkingTime, from: Temporal.Instant): Temporal.Instant | null {
  const ms = from.epochMilliseconds
  const first = Math.floor(ms / blockMs)
  for (let index = first; index < first + mostBlocks; index++) {
    const block = calendar.blockAt(index)
    const at = countUpTo(block.ends, ms)
    if (at < block.ends.length)
      return Temporal.Instant.fromEpochMilliseconds(Math.max(ms, valueAt(block.starts, at)))
  }
  return null
}

/** Every hour of every day: what "calendar time" counts by. */
export const aroundTheClock: WorkingTime = createWorkingTime({
  timeZone: 'UTC',
  week: Array.from({ length: 7 }, () => [{ from: 0, to: 1440 }]),
  specialDays: () => new Map(),
})

/** What the wall clock shows is turned into instants span by span: within one the offset from UTC stays. */
function buildBlock(rules: WorkingTimeRules, index: number): Block {
  const begin = index * blockMs
  const local = localIntervals(rules, begin, begin + blockMs)
  const pieces: { from: number; to: number }[] = []
  for (const span of offsetSpans(rules.timeZone, begin, begin + blockMs)) {
    for (const one of local) {
      const from = Math.max(one.from - span.offset, span.from)
      const to = Math.min(one.to - span.offset, span.to)
      if (from >= to) continue
      const previous = pieces.at(-1)
      if (previous?.to === from) previous.to = to
      else pieces.push({ from, to })
    }
  }
  let total = 0
  const sums = Float64Array.from(pieces, (piece) => (total += piece.to - piece.from))
  return {
    starts: Float64Array.from(pieces, (piece) => piece.from),
    ends: Float64Array.from(pieces, (piece) => piece.to),
    sums,
    total,
  }
}

function workedBefore(block: Block, ms: number): number {
  const at = countUpTo(block.ends, ms)
  const passed = at === 0 ? 0 : valueAt(block.sums, at - 1)
  return at < block.ends.length ? passed + Math.max(0, ms - valueAt(block.starts, at)) : passed
}

/** How many of the ascending values are less than this one. */
function countBelow(values: Float64Array, limit: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (valueAt(values, middle) < limit) low = middle + 1
    else high = middle
  }
  return low
}

/** How many of the ascending values are at most this one. */
function countUpTo(values: Float64Array, limit: number): number {
  let low = 0
  let high = values.length
  while (low < high) {
    const middle = (low + high) >>> 1
    if (valueAt(values, middle) <= limit) low = middle + 1
    else high = middle
  }
  return low
}

function valueAt(values: Float64Array, index: number): number {
  return values[index] ?? Number.NaN
}
