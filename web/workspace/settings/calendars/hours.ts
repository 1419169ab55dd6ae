import type { DayHours } from '#contract/calendars.ts'

/** Part of a day in minutes from its midnight; past 1440 it is the next day's. */
export interface Span {
  readonly from: number
  readonly to: number
}

export const dayMinutes = 1440
/** What the pointer and the arrow keys move by. */
export const stepMinutes = 15

const minuteOf = (time: string) => Number(time.slice(0, 2)) * 60 + Number(time.slice(3))

export function spanOf({ from, to }: DayHours): Span {
  const begins = minuteOf(from)
  const ends = minuteOf(to)
  return { from: begins, to: ends > begins ? ends : ends + dayMinutes }
}

/** `09:00`; the end of the day itself is `24:00`. */
export function timeOf(minute: number): string {
  if (minute === dayMinutes) return '24:00'
  const ofDay = ((minute % dayMinutes) + dayMinutes) % dayMinutes
  return `${String(Math.floor(ofDay / 60)).padStart(2, '0')}:${String(ofDay % 60).padStart(2, '0')}`
}

export function hoursOf({ from, to }: Span): DayHours {
  return { from: timeOf(from), to: timeOf(to) }
}

/** `09:00–18:00`, with an arrow where it runs into the next day. */
export function hoursText(hours: DayHours): string {
  const { to } = spanOf(hours)
  return `${hours.from}–${to > dayMinutes ? `${hours.to} →` : hours.to === '00:00' ? '24:00' : hours.to}`
}

export function sorted(day: readonly DayHours[]): DayHours[] {
  return day.toSorted((a, b) => spanOf(a).from - spanOf(b).from || spanOf(a).to - spanOf(b).to)
}

/** Minutes of a day's work, overlapping intervals counted once. */
export function workedMinutes(day: readonly DayHours[]): number {
  let sum = 0
  let reached = 0
  for (const { from, to } of sorted(day).map(spanOf)) {
    sum += Math.max(0, to - Math.max(from, reached))
    reached = Math.max(reached, to)
  }
  return sum
}

/** Whether some of a day's hours are said twice. */
export function overlaps(day: readonly DayHours[]): boolean {
  return day.map(spanOf).reduce((sum, { from, to }) => sum + to - from, 0) > workedMinutes(day)
}

export function snap(minute: number): number {
  return Math.round(minute / stepMinutes) * stepMinutes
}

/** Shifts a whole interval; it keeps its length and begins within its day. */
export function moved({ from, to }: Span, by: number): Span {
  const begins = Math.min(Math.max(from + by, 0), dayMinutes - stepMinutes)
  return { from: begins, to: begins + (to - from) }
}

/** Puts one end of an interval elsewhere: never before the other, never past the same hour a day later. */
export function resized(span: Span, end: 'from' | 'to', minute: number): Span {
  if (end === 'from') {
    const least = Math.max(0, span.to - dayMinutes)
    return {
      ...span,
      from: Math.min(Math.max(minute, least), span.to - stepMinutes, dayMinutes - stepMinutes),
    }
  }
  return { ...span, to: Math.max(Math.min(minute, span.from + dayMinutes), span.from + stepMinutes) }
}

/** A further interval where nothing is yet: after the last, or the usual hours. */
export function furtherHours(day: readonly DayHours[]): DayHours {
  const last = day.map(spanOf).reduce((most, { to }) => Math.max(most, to), 0)
  if (last === 0) return { from: '09:00', to: '18:00' }
  const from = Math.min(last + 60, dayMinutes - 60)
  return hoursOf({ from, to: Math.min(from + 180, dayMinutes) })
}

/** `9`, `930`, `9.30` and `9:30` as `09:30`; null for what is no time. `24:00` is the end of a day. */
export function parseTime(text: string): string | null {
  const found = /^(\d{1,2})(?:[:.,\s-]?(\d{2}))?$/.exec(text.trim())
  if (!found) return null
  const hour = Number(found[1])
  const minute = Number(found[2] ?? 0)
  if (minute > 59 || hour > 24 || (hour === 24 && minute > 0)) return null
  return `${String(hour).padStart(2, '0')}:${String(minute).padStart(2, '0')}`
}
