import type { DayHours } from '#contract/calendars.ts'
import type { DayInterval } from './working-time.ts'
import { joined } from './wall-clock.ts'

const dayMinutes = 1440

/** Hours of a wall clock as minutes from the day's midnight; what ends at or before its beginning ends a day later. */
export function minutesOf(hours: readonly DayHours[]): DayInterval[] {
  return hours.map(({ from, to }) => {
    const begins = minuteOf(from)
    const ends = minuteOf(to)
    return { from: begins, to: ends > begins ? ends : ends + dayMinutes }
  })
}

/** The same as people write it; `24:00` for the end of the day itself. */
export function hoursOf(intervals: readonly DayInterval[]): DayHours[] {
  return intervals.map(({ from, to }) => ({
    from: textOf(from),
    to: to === dayMinutes ? '24:00' : textOf(to),
  }))
}

/** The last `minutes` of a day's work are taken off, over as many intervals as it needs. */
export function shortened(intervals: readonly DayInterval[], minutes: number): DayInterval[] {
  const rest = joined(intervals)
  let left = minutes
  while (left > 0) {
    const last = rest.pop()
    if (!last) break
    const kept = Math.max(last.to - left, last.from)
    left -= last.to - kept
    if (kept > last.from) rest.push({ from: last.from, to: kept })
  }
  return rest
}

/** Working minutes of a day, overlapping intervals counted once. */
export function workedMinutes(intervals: readonly DayInterval[]): number {
  return joined(intervals).reduce((sum, one) => sum + one.to - one.from, 0)
}

function minuteOf(time: string): number {
  return Number(time.slice(0, 2)) * 60 + Number(time.slice(3))
}

function textOf(minute: number): string {
  const ofDay = minute % dayMinutes
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`
}
