import { sql } from 'kysely'
import { addWorkingMs, loadCalendar } from '#server/calendars/index.ts'
import { chatPresence } from '#server/channels/index.ts'
import type { AnswerWhen } from '#server/platform/events/answerers.ts'
import type { EventPayload } from '#server/platform/events/record-event.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { readSurveySettings } from './settings.ts'

/** What was solved longer ago is asked about no more: a desk was filled with its past, or the workers stood still. */
const mostAgeMs = 7 * 86_400_000

/** A ticket may have been solved, and somebody would be asked: else no job is spent on it. */
export const mayBeSolution: AnswerWhen = ({ type, ticketId, data }) => {
  if (type !== 'ticket.updated') {
    return sql<boolean>`exists (select from survey_setting, ticket
      where is_on and ticket.id = ${ticketId} and ticket.status_category in ('solved', 'closed'))`
  }
  const changes = data?.['changes'] as Record<string, unknown[]> | undefined
  const [, statusId] = changes?.['statusId'] ?? []
  if (typeof statusId !== 'number') return false
  // The event says what the ticket has become; its row may be written beside the event, not before it.
  return sql<boolean>`exists (select from survey_setting, ticket_status as status
    where is_on and status.id = ${statusId} and status.category in ('solved', 'closed'))`
}

/**
 * A solution sets the time at which its customer is asked. One ticket has one such time: solved again, the later one
 * counts; opened again or merged, nobody is asked when it comes.
 */
export async function planSurvey(tx: Tx, payload: unknown, now: Date): Promise<void> {
  const { ticketId } = payload as EventPayload
  if (ticketId === null) return
  const settings = await readSurveySettings(tx)
  const ticket = await tx
    .selectFrom('ticket')
    .select(['solved_at', 'status_category', 'merged_into_id'])
    .where('id', '=', ticketId)
    .executeTakeFirst()
  if (!settings.isOn || !ticket?.solved_at || ticket.merged_into_id !== null) return
  if (now.getTime() - ticket.solved_at.getTime() > mostAgeMs) return
  // Whoever is still in the chat is asked while they are.
  const isInChat = (await chatPresence(tx, ticketId, now)) === 'here'
  const runAt = isInChat ? ticket.solved_at : await addDelay(tx, ticket.solved_at, settings)
  const payloadOfAsk = { ticketId, solvedAt: ticket.solved_at.toISOString() }
  await enqueue(tx, 'survey.ask', payloadOfAsk, { runAt, key: `survey.ask ${ticketId}` })
}

async function addDelay(
  tx: Tx,
  from: Date,
  { delayMinutes, calendarId }: { delayMinutes: number; calendarId: number | null },
): Promise<Date> {
  const ms = delayMinutes * 60_000
  const calendar = calendarId === null ? null : await loadCalendar(tx, calendarId)
  if (!calendar) return new Date(from.getTime() + ms)
  const at = addWorkingMs(calendar, Temporal.Instant.fromEpochMilliseconds(from.getTime()), ms)
  return new Date(at.epochMilliseconds)
}
