import { isWorking, loadCalendar, nextWorkingInstant } from '#server/calendars/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { isAnybodyHere } from '#server/routing/index.ts'
import type { ChatRow } from './tables.ts'

/**
 * Whether somebody is there to answer: within the chat's hours, and an agent of its team has the desk open. Out of its
 * hours, when they begin again.
 */
export async function isAnybodyThere(
  db: Db,
  chat: Pick<ChatRow, 'team_id' | 'calendar_id'>,
  now: Date,
): Promise<{ isOnline: boolean; nextOnlineAt: Date | null }> {
  const calendar = chat.calendar_id === null ? null : await loadCalendar(db, chat.calendar_id)
  const at = Temporal.Instant.fromEpochMilliseconds(now.getTime())
  if (calendar && !isWorking(calendar, at)) {
    const next = nextWorkingInstant(calendar, at)
    return { isOnline: false, nextOnlineAt: next && new Date(next.epochMilliseconds) }
  }
  return { isOnline: await isAnybodyHere(db, chat.team_id), nextOnlineAt: null }
}
