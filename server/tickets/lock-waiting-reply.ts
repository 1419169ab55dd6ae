import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { lockTicket } from './queries.ts'
import type { ReplyRow, TicketRow } from './tables.ts'

export interface Waiting {
  ticket: TicketRow
  reply: ReplyRow
}

/** Whether a reply still waits and has not been handed to the outbox. */
export function isWaiting(reply: Pick<ReplyRow, 'delivery_state' | 'send_at' | 'released_at'>): boolean {
  if (reply.delivery_state === 'scheduled' || reply.delivery_state === 'held') return true
  return reply.delivery_state === 'queued' && reply.send_at !== null && reply.released_at === null
}

/**
 * A reply and its ticket, locked. Whoever lets a waiting reply go, and whoever cancels it, comes through here or
 * through `lockDueReply`: the ticket's row decides between them, so it is one or the other and never both.
 */
export async function lockReply(tx: Tx, actor: Actor, replyId: number): Promise<Waiting> {
  const row = await tx.selectFrom('reply').select('ticket_id').where('id', '=', replyId).executeTakeFirst()
  const ticket = await lockTicket(tx, actor, found(row).ticket_id)
  return { ticket, reply: await readReply(tx, replyId) }
}

/** The same, for changing a reply that waits; `too_late` when it has gone, `not_waiting` when it was cancelled. */
export async function lockWaitingReply(tx: Tx, actor: Actor, replyId: number): Promise<Waiting> {
  const locked = await lockReply(tx, actor, replyId)
  if (!isWaiting(locked.reply)) fail(locked.reply.delivery_state === 'cancelled' ? 'not_waiting' : 'too_late')
  return locked
}

/** The same without a person, when its time has come; null when nothing waits any more. */
export async function lockDueReply(tx: Tx, replyId: number): Promise<Waiting | null> {
  const row = await tx.selectFrom('reply').select('ticket_id').where('id', '=', replyId).executeTakeFirst()
  if (!row) return null
  const ticket = await tx
    .selectFrom('ticket')
    .selectAll()
    .where('id', '=', row.ticket_id)
    .forUpdate()
    .executeTakeFirstOrThrow()
  const reply = await readReply(tx, replyId)
  return isWaiting(reply) && reply.delivery_state !== 'held' ? { ticket, reply } : null
}

/** Read after the ticket is locked, so it is what the last decision left. */
function readReply(tx: Tx, replyId: number): Promise<ReplyRow> {
  return tx.selectFrom('reply').selectAll().where('id', '=', replyId).executeTakeFirstOrThrow()
}
