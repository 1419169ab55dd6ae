import { sql } from 'kysely'
import * as z from 'zod'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { type By, causeData } from './cause.ts'
import { lockTicketRow } from './queries.ts'
import type { TicketRow } from './tables.ts'
import { thawAt, type ThawReason, thawStatus } from './thaw.ts'
import { statusTimes } from './ticket.ts'

/** Brings a ticket the caller has locked back to the status it had; nothing happens to one that is not frozen. */
export async function unfreezeTicket(
  tx: Tx,
  ticket: TicketRow,
  reason: Extract<ThawReason, 'time' | 'agent' | 'rule'>,
  by: By,
  now: Date,
): Promise<void> {
  if (ticket.frozen_until === null) return
  const status = await thawStatus(tx, ticket)
  await tx
    .updateTable('ticket')
    .set((eb) => ({
      status_id: status.id,
      status_category: status.category,
      ...statusTimes(ticket, status.category, now),
      // By itself it comes back to where people look: above what is older, and unread.
      ...(reason === 'time' && { last_activity_at: now }),
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', ticket.id)
    .execute()
  if (reason === 'time') await makeUnread(tx, ticket)
  await recordEvent(tx, {
    type: 'ticket.unfrozen',
    at: now,
    actor: by.actor,
    ticketId: ticket.id,
    data: { reason, changes: { statusId: [ticket.status_id, status.id] }, ...causeData(by) },
  })
}

const Wake = z.object({ ticketId: z.int(), until: z.iso.datetime() })

/**
 * The time of a frozen ticket has come. Whoever was quicker, an agent, the customer, an earlier try of this job, has
 * left nothing to do; a ticket that was frozen anew waits for its own job.
 */
export async function unfreezeDue(tx: Tx, payload: unknown, now: Date): Promise<void> {
  const { ticketId, until } = Wake.parse(payload)
  const ticket = await lockTicketRow(tx, ticketId)
  if (!ticket || ticket.frozen_until?.getTime() !== Date.parse(until)) return
  if (ticket.frozen_until > now) {
    // Our clock is behind the database's, which woke us: by as much as is missing, once more.
    const runAt = new Date(2 * ticket.frozen_until.getTime() - now.getTime())
    await thawAt(tx, ticketId, ticket.frozen_until, runAt)
    return
  }
  await unfreezeTicket(tx, ticket, 'time', { actor: { kind: 'system', id: null } }, now)
}

async function makeUnread(tx: Tx, ticket: TicketRow): Promise<void> {
  if (ticket.assignee_id === null) return
  await tx
    .updateTable('ticket_read')
    .set({ last_post_id: sql`least(last_post_id, ${ticket.last_post_id - 1}::bigint)` })
    .where('ticket_id', '=', ticket.id)
    .where('agent_id', '=', ticket.assignee_id)
    .execute()
}
