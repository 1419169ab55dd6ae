import { isWorking, loadCalendar, nextWorkingInstant, type WorkingTime } from '#server/calendars/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { isAnybodyHere, whenAnybodyComes } from '#server/routing/index.ts'
import type { ChatRow } from './tables.ts'

/**
 * Whether somebody is there to answer: within the chat's hours, and an agent of its team has the desk open. Out of its
 * hours, when they begin again; within them, when the first of the team begins to work, if none should be working now.
 * Nothing is promised of somebody who should be there and is not.
 */
export async function isAnybodyThere(
  db: Db,
  chat: Pick<ChatRow, 'team_id' | 'calendar_id'>,
  now: Date,
): Promise<{ isOnline: boolean; nextOnlineAt: Date | null }> {
  const hours = chat.calendar_id === null ? null : await loadCalendar(db, chat.calendar_id)
  if (hours && !isWorking(hours, toInstant(now)))
    return { isOnline: false, nextOnlineAt: opening(hours, now) }
  if (await isAnybodyHere(db, chat.team_id)) return { isOnline: true, nextOnlineAt: null }
  const comes = await whenAnybodyComes(db, chat.team_id, now)
  return { isOnline: false, nextOnlineAt: comes && (hours ? opening(hours, comes) : comes) }
}

/** That moment where it is within the hours, else when they begin after it; null where they never do. */
function opening(hours: WorkingTime, at: Date): Date | null {
  if (isWorking(hours, toInstant(at))) return at
  const next = nextWorkingInstant(hours, toInstant(at))
  return next && new Date(next.epochMilliseconds)
}

function toInstant(at: Date): Temporal.Instant {
  return Temporal.Instant.fromEpochMilliseconds(at.getTime())
}
