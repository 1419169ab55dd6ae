import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'

let count = 0

/** A reply queued as the reply route does it in its transaction, without the rest of the desk. */
export async function buildReply(db: Db, wishes: { ticketId: number; inboxId: number }): Promise<number> {
  const { ticketId, inboxId } = wishes
  const serial = ++count
  return inTransaction(db, async (tx) => {
    const now = new Date()
    const { id } = await tx
      .insertInto('reply')
      .values({
        ticket_id: ticketId,
        channel: 'email',
        inbox_id: inboxId,
        created_at: now,
        text: `Answer ${serial}`,
        to_addresses: JSON.stringify([{ address: `r${serial}@customer.example`, name: '' }]),
        cc_addresses: '[]',
        bcc_addresses: '[]',
        delivery_state: 'queued',
        agent_id: null,
        html: null,
        delivery_error: null,
        delivery_detail: null,
        sent_at: null,
      })
      .returning('id')
      .executeTakeFirstOrThrow()
    const actor = { kind: 'agent', id: null } as const
    await recordEvent(tx, { type: 'reply.created', at: now, actor, ticketId, data: { replyId: id } })
    return id
  })
}
