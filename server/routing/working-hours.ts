import {
  addWorkingMs,
  isWorking,
  loadCalendar,
  nextWorkingInstant,
  type WorkingTime,
} from '#server/calendars/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/** The calendars of these ids; one that is gone is left out, and counts as none. */
export async function loadHours(
  db: Db,
  ids: readonly (number | null)[],
): Promise<ReadonlyMap<number, WorkingTime>> {
  const wanted = [...new Set(ids)].filter((id) => id !== null)
  const loaded = await Promise.all(wanted.map(async (id) => [id, await loadCalendar(db, id)] as const))
  return new Map(loaded.flatMap(([id, calendar]) => (calendar ? [[id, calendar] as const] : [])))
}

/** Whether it is working time; without a calendar it always is. */
export function isWithinHours(calendar: WorkingTime | undefined, now: Date): boolean {
  return !calendar || isWorking(calendar, toInstant(now))
}

/** When working time next begins, for somebody who is outside it now; null for never. */
export function nextOpening(calendar: WorkingTime | undefined, now: Date): Date | null {
  if (!calendar || isWithinHours(calendar, now)) return null
  const at = nextWorkingInstant(calendar, toInstant(now))
  return at && new Date(at.epochMilliseconds)
}

/** So many minutes of working time later; without a calendar all minutes are. */
export function addMinutes(calendar: WorkingTime | undefined, since: Date, minutes: number): Date {
  const ms = minutes * 60_000
  if (!calendar) return new Date(since.getTime() + ms)
  return new Date(addWorkingMs(calendar, toInstant(since), ms).epochMilliseconds)
}

export function toInstant(date: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(date.getTime())
}
