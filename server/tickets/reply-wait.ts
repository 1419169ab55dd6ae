import type { IfCustomerWrites } from '#contract/tickets.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { type Occurrence, recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type { Step } from './move-on.ts'
import type { DeliveryState, Moved, TicketRow } from './tables.ts'
import { statusTimes } from './ticket.ts'

export interface WaitWishes {
  undoSeconds?: number | undefined
  sendAt?: string | undefined
  ifCustomerWrites?: IfCustomerWrites | undefined
}

export interface Wait {
  kind: 'undo' | 'later'
  columns: {
    delivery_state: Extract<DeliveryState, 'queued' | 'scheduled'>
    send_at: Date
    decided_at: Date
    if_customer_writes: IfCustomerWrites | null
  }
}

const furthestMs = 366 * 86_400_000

/** A time ahead that a reply may be sent at; `invalid_input` for any other. */
export function timeAhead(sendAt: string, now: Date): Date {
  const at = new Date(sendAt)
  const isAhead = at > now && at.getTime() - now.getTime() <= furthestMs
  if (!isAhead)
    fail('invalid_input', { fields: [{ path: 'body.sendAt', message: 'a time within the next year' }] })
  return at
}

/** How the reply waits before it leaves; null when it leaves at once. */
export function waitOf(wishes: WaitWishes, now: Date): Wait | null {
  const { undoSeconds = 0, sendAt, ifCustomerWrites = 'ask' } = wishes
  if (sendAt !== undefined) {
    const columns = { send_at: timeAhead(sendAt, now), decided_at: now, if_customer_writes: ifCustomerWrites }
    return { kind: 'later', columns: { delivery_state: 'scheduled', ...columns } }
  }
  if (undoSeconds === 0) return null
  const until = new Date(now.getTime() + undoSeconds * 1000)
  const columns = { send_at: until, decided_at: now, if_customer_writes: null }
  return { kind: 'undo', columns: { delivery_state: 'queued', ...columns } }
}

/** The job that lets a waiting reply go; a later one for the same reply takes its place. */
export async function wakeAt(tx: Tx, replyId: number, runAt: Date): Promise<void> {
  await enqueue(tx, 'message.send', { replyId }, { runAt, key: `message.send ${replyId}` })
}

/** The database keeps the time, so a reload, a crash or a closed laptop change nothing. */
export function announceWait(
  tx: Tx,
  occurrence: Pick<Occurrence, 'at' | 'actor'> & { ticketId: number },
  replyId: number,
  wait: Wait,
): Promise<unknown>[] {
  const { send_at: sendAt, if_customer_writes: ifCustomerWrites } = wait.columns
  const data = { replyId, sendAt: sendAt.toISOString(), ...(ifCustomerWrites && { ifCustomerWrites }) }
  const type = wait.kind === 'later' ? 'reply.scheduled' : 'reply.waiting'
  return [recordEvent(tx, { ...occurrence, type, data }), wakeAt(tx, replyId, sendAt)]
}

/** What the reply changes on its ticket, so that undoing it can put back what nobody has changed since. */
export function movedBy(ticket: TicketRow, step: Step, now: Date): Moved {
  const text = (at: Date | null) => at?.toISOString() ?? null
  const times = statusTimes(ticket, step.status.category, now)
  return {
    before: {
      status_id: ticket.status_id,
      status_category: ticket.status_category,
      assignee_id: ticket.assignee_id,
      last_post_id: ticket.last_post_id,
      waiting_since: text(ticket.waiting_since),
      solved_at: text(ticket.solved_at),
      closed_at: text(ticket.closed_at),
      last_activity_at: ticket.last_activity_at.toISOString(),
      frozen_until: text(ticket.frozen_until),
    },
    after: {
      status_id: step.status.id,
      status_category: step.status.category,
      assignee_id: step.assigneeId,
      last_post_id: step.postId,
      waiting_since: null,
      solved_at: text(times.solved_at),
      closed_at: text(times.closed_at),
      last_activity_at: now.toISOString(),
    },
  }
}
