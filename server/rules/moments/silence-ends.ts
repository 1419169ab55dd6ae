import type { RuleTrigger } from '#contract/rule-triggers.ts'
import { addWorkingMs, loadCalendar, type WorkingTime } from '#server/calendars/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'

export type SilenceTrigger = Extract<RuleTrigger, { on: 'silence' }>

const hourMs = 3_600_000

/** When silence that began at an instant has lasted as long as the trigger says; null for a calendar that is gone. */
export async function silenceEnds(db: Db, trigger: SilenceTrigger): Promise<((since: Date) => Date) | null> {
  const ms = trigger.hours * hourMs
  if (trigger.calendarId === null) return (since) => new Date(since.getTime() + ms)
  const calendar = await loadCalendar(db, trigger.calendarId)
  return calendar && ((since) => workingEnd(calendar, since, ms))
}

function workingEnd(calendar: WorkingTime, since: Date, ms: number): Date {
  const start = Temporal.Instant.fromEpochMilliseconds(since.getTime())
  return new Date(addWorkingMs(calendar, start, ms).epochMilliseconds)
}
