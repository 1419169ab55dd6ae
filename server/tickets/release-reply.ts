import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { type Occurrence, recordEvent } from '#server/platform/events/record-event.ts'
import { announceReply } from './announce-reply.ts'
import { holdReply } from './hold-replies.ts'
import { lockDueReply, lockWaitingReply, type Waiting } from './lock-waiting-reply.ts'
import { moveOn } from './move-on.ts'
import { defaultStatusId } from './queries.ts'
import { objectionTo, type ReplyToGuard } from './reply-guards.ts'
import { wakeAt } from './reply-wait.ts'
import { objectionToSolving } from './solve-guards.ts'
import type { TicketRow } from './tables.ts'
import { tellThaw } from './thaw.ts'
import { categoryAfterReply, snippetOf } from './ticket.ts'

/**
 * The time of a waiting reply has come: it goes to the outbox, unless its ticket was merged, solved or closed since
 * it was decided, or a guard objects, to an address that has been blocked since for instance; then a person is asked.
 * Nothing happens to one that was cancelled or has gone.
 */
export async function releaseDueReply(tx: Tx, replyId: number, now: Date): Promise<void> {
  const waiting = await lockDueReply(tx, replyId)
  if (!waiting) return
  const { send_at: sendAt } = waiting.reply
  if (sendAt !== null && sendAt > now) {
    // Our clock is behind the database's, which woke us: by as much as is missing, once more.
    await wakeAt(tx, replyId, new Date(2 * sendAt.getTime() - now.getTime()))
    return
  }
  const changed = waiting.reply.delivery_state === 'scheduled' ? reasonToAsk(waiting) : null
  const reason = changed ?? (await objectionTo(tx, toGuard(waiting.reply, false), now))
  if (reason) await holdReply(tx, waiting.reply, reason, now)
  else await release(tx, waiting, now)
}

/**
 * A person does not want to wait any longer, or has been asked and says: send it. Where something else stands against
 * it than what was asked, it is held and asked about that.
 */
export async function sendReplyNow(tx: Tx, actor: Actor, replyId: number, now: Date): Promise<void> {
  const waiting = await lockWaitingReply(tx, actor, replyId)
  const { delivery_state: state, delivery_error: error } = waiting.reply
  const knowsOfBlocked = state === 'held' && error === 'recipient_blocked'
  const reason = await objectionTo(tx, toGuard(waiting.reply, knowsOfBlocked), now)
  if (reason) await holdReply(tx, waiting.reply, reason, now)
  else await release(tx, waiting, now)
}

function toGuard(reply: Waiting['reply'], sendsToBlocked: boolean): ReplyToGuard {
  const people = [...reply.to_addresses, ...reply.cc_addresses, ...reply.bcc_addresses]
  return { inboxId: reply.inbox_id, addresses: people.map((person) => person.address), sendsToBlocked }
}

function reasonToAsk({ ticket, reply }: Waiting): string | null {
  const since = reply.decided_at ?? reply.created_at
  if (ticket.merged_into_id !== null) return 'ticket_merged'
  if (ticket.closed_at !== null && ticket.closed_at > since) return 'ticket_closed'
  if (ticket.solved_at !== null && ticket.solved_at > since) return 'ticket_solved'
  return null
}

async function release(tx: Tx, { ticket, reply }: Waiting, now: Date): Promise<void> {
  await tx
    .updateTable('reply')
    .set({ delivery_state: 'queued', delivery_error: null, released_at: now, moved: null })
    .where('id', '=', reply.id)
    .execute()
  const actor = { kind: 'agent', id: reply.agent_id } as const
  const occurrence = { at: now, actor, ticketId: ticket.id }
  // The ticket moved on with an undoable reply, and that is told now; with a scheduled one it moves on now.
  const changes = reply.moved ? changesOf(reply.moved) : await moveOnNow(tx, ticket, reply, now)
  if (reply.moved) await tellLaterThaw(tx, reply.moved, occurrence)
  await Promise.all([
    ...announceReply(tx, occurrence, reply.id, reply.text),
    Object.keys(changes).length > 0 &&
      recordEvent(tx, { ...occurrence, type: 'ticket.updated', data: { changes } }),
  ])
}

async function moveOnNow(tx: Tx, ticket: TicketRow, reply: Waiting['reply'], now: Date) {
  const status = await statusOnRelease(tx, ticket, reply.after_status_id)
  const step = { postId: reply.id, snippet: snippetOf(reply.text), status, assigneeId: ticket.assignee_id }
  await moveOn(tx, ticket, step, now)
  const occurrence = { at: now, actor: { kind: 'agent', id: reply.agent_id }, ticketId: ticket.id } as const
  await tellThaw(tx, ticket, status.category, occurrence, 'status')
  return status.id === ticket.status_id ? {} : { statusId: [ticket.status_id, status.id] }
}

/** The status chosen with the reply, unless it has been put away since. */
async function statusOnRelease(tx: Tx, ticket: TicketRow, chosenId: number | null) {
  const chosen =
    chosenId === null
      ? undefined
      : await tx
          .selectFrom('ticket_status')
          .select(['id', 'category'])
          .where('id', '=', chosenId)
          .where('archived_at', 'is', null)
          .executeTakeFirst()
  // Nobody is there to be asked for what is missing: the answer goes, and the ticket stays what it is.
  const isRefused = chosen?.category === 'solved' && (await objectionToSolving(tx, ticket)) !== null
  if (chosen && !isRefused) return chosen
  const category = categoryAfterReply(ticket.status_category)
  if (category === ticket.status_category) return { id: ticket.status_id, category }
  return { id: await defaultStatusId(tx, category), category }
}

/** The reply that can be undone no more ended a freeze: now it has. */
async function tellLaterThaw(
  tx: Tx,
  { before, after }: NonNullable<Waiting['reply']['moved']>,
  occurrence: Pick<Occurrence, 'at' | 'actor'> & { ticketId: number },
): Promise<void> {
  const was = { frozen_until: before.frozen_until ? new Date(before.frozen_until) : null }
  await tellThaw(tx, was, after.status_category, occurrence, 'status')
}

function changesOf({ before, after }: NonNullable<Waiting['reply']['moved']>) {
  return {
    ...(before.status_id !== after.status_id && { statusId: [before.status_id, after.status_id] }),
    ...(before.assignee_id !== after.assignee_id && { assigneeId: [before.assignee_id, after.assignee_id] }),
  }
}
