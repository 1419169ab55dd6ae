import { sql } from 'kysely'
import type { Draft } from '#contract/drafts.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import { isWaiting, lockReply, type Waiting } from './lock-waiting-reply.ts'
import { recountTicket } from './recount-ticket.ts'
import type { MovedColumns, TicketRow } from './tables.ts'
import { takeBack } from './take-back.ts'
import { thawAt } from './thaw.ts'

/**
 * Stops a reply that still waits: either it is cancelled and never goes, or it has gone and this is `too_late`.
 * What it had changed on the ticket is put back. With `isReturned` its words, files and recipients become the
 * caller's draft, and that draft is answered. A cancelled reply may be cancelled, and returned, again.
 */
export async function cancelReply(
  tx: Tx,
  actor: Actor,
  replyId: number,
  { isReturned }: { isReturned: boolean },
  now: Date,
): Promise<Draft | null> {
  const { ticket, reply } = await lockReply(tx, actor, replyId)
  if (reply.delivery_state !== 'cancelled') await stop(tx, actor, { ticket, reply }, now)
  return isReturned ? takeBack(tx, actor, reply, now) : null
}

async function stop(tx: Tx, actor: Actor, waiting: Waiting, now: Date): Promise<void> {
  const { ticket, reply } = waiting
  if (!isWaiting(reply)) fail('too_late')
  await tx
    .updateTable('reply')
    .set({ delivery_state: 'cancelled', delivery_error: null, moved: null })
    .where('id', '=', reply.id)
    .execute()
  await sql`select graphile_worker.remove_job(${`message.send ${reply.id}`})`.execute(tx)
  if (reply.moved) await putBack(tx, ticket, reply.moved, now)
  await recordEvent(tx, {
    type: 'reply.cancelled',
    at: now,
    actor: { kind: 'agent', id: actor.agentId },
    ticketId: ticket.id,
    data: { replyId: reply.id },
  })
}

/** The ticket as it was before the reply, except where somebody has changed it since. */
async function putBack(
  tx: Tx,
  ticket: TicketRow,
  { before, after }: { before: MovedColumns; after: MovedColumns },
  now: Date,
): Promise<void> {
  const isSameStatus = ticket.status_id === after.status_id
  const frozenUntil = before.frozen_until ? new Date(before.frozen_until) : null
  // The job that was to bring it back may have come by meanwhile.
  if (isSameStatus && frozenUntil !== null) await thawAt(tx, ticket.id, frozenUntil)
  const isLast = ticket.last_post_id === after.last_post_id
  await tx
    .updateTable('ticket')
    .set({
      ...(isSameStatus && {
        status_id: before.status_id,
        status_category: before.status_category,
        solved_at: before.solved_at === null ? null : new Date(before.solved_at),
        closed_at: before.closed_at === null ? null : new Date(before.closed_at),
        ...(frozenUntil !== null && { frozen_until: frozenUntil }),
      }),
      ...(ticket.assignee_id === after.assignee_id && { assignee_id: before.assignee_id }),
      ...(isLast && { last_activity_at: new Date(before.last_activity_at) }),
      ...(ticket.waiting_since === null && {
        waiting_since: before.waiting_since === null ? null : new Date(before.waiting_since),
      }),
      updated_at: now,
      version: ticket.version + 1,
    })
    .where('id', '=', ticket.id)
    .execute()
  // What stands last now, and who waits: a message may have left the ticket meanwhile.
  await recountTicket(tx, ticket.id)
}
