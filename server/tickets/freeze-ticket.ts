import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import { type By, causeData } from './cause.ts'
import { defaultStatusId } from './queries.ts'
import type { TicketRow } from './tables.ts'
import { thawAt } from './thaw.ts'
import { statusTimes } from './ticket.ts'

/** Milliseconds: a year and a day, so that "in a year" is still in time when it arrives. */
const furthestMs = 367 * 86_400_000

/** Whether a ticket can be put aside: what is over, or part of another, cannot. */
export function isFreezable(ticket: Pick<TicketRow, 'is_open' | 'merged_into_id'>): boolean {
  return ticket.is_open && ticket.merged_into_id === null
}

/**
 * Puts a ticket the caller has locked aside until a moment: it is paused, and comes back by itself then, or as soon as
 * the customer writes. Freezing a frozen one moves the moment.
 */
export async function freezeTicket(tx: Tx, ticket: TicketRow, until: Date, by: By, now: Date): Promise<void> {
  if (!isFreezable(ticket)) fail('not_freezable')
  if (until <= now || until.getTime() - now.getTime() > furthestMs) {
    fail('invalid_input', { fields: [{ path: 'body.until', message: 'a time within the next year' }] })
  }
  const isPaused = ticket.status_category === 'paused'
  const statusId = isPaused ? ticket.status_id : await defaultStatusId(tx, 'paused')
  await tx
    .updateTable('ticket')
    .set((eb) => ({
      status_id: statusId,
      status_category: 'paused',
      ...statusTimes(ticket, 'paused', now),
      frozen_until: until,
      ...(ticket.frozen_until === null && { thaw_status_id: isPaused ? null : ticket.status_id }),
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', ticket.id)
    .execute()
  await thawAt(tx, ticket.id, until)
  const changes = statusId === ticket.status_id ? {} : { statusId: [ticket.status_id, statusId] }
  await recordEvent(tx, {
    type: 'ticket.frozen',
    at: now,
    actor: by.actor,
    ticketId: ticket.id,
    data: { until: until.toISOString(), changes, ...causeData(by) },
  })
}
