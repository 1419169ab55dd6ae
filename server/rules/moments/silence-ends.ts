import type { RuleTrigger } from '#contract/rule-triggers.ts'
import { addWorkingMs, loadCalendar, type WorkingTime } from '#server/calendars/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'

export type SilenceTrigger = Extract<RuleTrigger, { on: 'silence' }>

const hourMs = 3_600_000
const dayMs = 24 * hourMs

/** What a trigger means by "so long". */
export interface SilenceLength {
  /** When a silence that began then has lasted long enough. */
  endOf(this: void, since: Date): Date
  /** The latest beginning of a silence that has lasted long enough by then. */
  beganBy(this: void, end: Date): Date
}

/** Null for a calendar that is gone. */
export async function silenceLength(db: Db, trigger: SilenceTrigger): Promise<SilenceLength | null> {
  const ms = silenceMs(trigger)
  if (trigger.calendarId === null) {
    return {
      endOf: (since) => new Date(since.getTime() + ms),
      beganBy: (end) => new Date(end.getTime() - ms),
    }
  }
  const calendar = await loadCalendar(db, trigger.calendarId)
  if (!calendar) return null
  const endOf = (since: Date) => workingEnd(calendar, since, ms)
  return { endOf, beganBy: (end) => latestBeginning(endOf, end, ms) }
}

export function silenceMs({ hours }: SilenceTrigger): number {
  return Math.round(hours * hourMs)
}

function workingEnd(calendar: WorkingTime, since: Date, ms: number): Date {
  const start = Temporal.Instant.fromEpochMilliseconds(since.getTime())
  return new Date(addWorkingMs(calendar, start, ms).epochMilliseconds)
}

/** Whoever falls silent later has been silent long enough later, so that halving finds it, to the millisecond. */
function latestBeginning(endOf: SilenceLength['endOf'], end: Date, ms: number): Date {
  const isBy = (at: number) => endOf(new Date(at)) <= end
  let late = end.getTime() - ms
  if (isBy(late)) return new Date(late)
  let back = ms + dayMs
  while (back < end.getTime() && !isBy(end.getTime() - back)) back *= 2
  let early = Math.max(end.getTime() - back, 0)
  while (late - early > 1) {
    const middle = Math.floor((early + late) / 2)
    if (isBy(middle)) early = middle
    else late = middle
  }
  return new Date(early)
}
