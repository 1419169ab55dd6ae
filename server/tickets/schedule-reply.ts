import type { IfCustomerWrites } from '#contract/tickets.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import { lockWaitingReply } from './lock-waiting-reply.ts'
import { timeAhead, wakeAt } from './reply-wait.ts'

interface Plan {
  sendAt: string
  ifCustomerWrites?: IfCustomerWrites | undefined
}

/** Gives a scheduled reply another time, or a held one a new chance. One about to leave by itself is let go. */
export async function scheduleReply(
  tx: Tx,
  actor: Actor,
  replyId: number,
  plan: Plan,
  now: Date,
): Promise<void> {
  const sendAt = timeAhead(plan.sendAt, now)
  const { ticket, reply } = await lockWaitingReply(tx, actor, replyId)
  if (reply.delivery_state === 'queued') fail('not_waiting')
  const ifCustomerWrites = plan.ifCustomerWrites ?? reply.if_customer_writes
  await tx
    .updateTable('reply')
    .set({
      delivery_state: 'scheduled',
      delivery_error: null,
      send_at: sendAt,
      decided_at: now,
      if_customer_writes: ifCustomerWrites,
    })
    .where('id', '=', replyId)
    .execute()
  await wakeAt(tx, replyId, sendAt)
  await recordEvent(tx, {
    type: 'reply.scheduled',
    at: now,
    actor: { kind: 'agent', id: actor.agentId },
    ticketId: ticket.id,
    data: { replyId, sendAt: sendAt.toISOString(), ifCustomerWrites },
  })
}
