import { sectionDefaults } from '#contract/inbox-sections.ts'
import { findOrCreateCustomer } from '#server/customers/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { type ReceivedMessage, receiveMessage } from '#server/tickets/index.ts'

let count = 0

interface TicketWishes extends Partial<Omit<ReceivedMessage, 'from'>> {
  email?: string
  name?: string
  at?: Date
  assigneeId?: number
}

/** A customer's message, received as a channel would hand it over; a new ticket unless `ticketId` is given. */
export async function buildMessage(db: Db, wishes: TicketWishes = {}) {
  const { email, name, at, assigneeId, ...message } = wishes
  const serial = ++count
  const address = email ?? `customer${serial}@example.com`
  const now = at ?? new Date()
  return inTransaction(db, async (tx) => {
    const customerId =
      wishes.customerId ??
      (await findOrCreateCustomer(
        tx,
        { kind: 'email', value: address, name: name ?? `Customer ${serial}` },
        now,
      ))
    const received = await receiveMessage(
      tx,
      {
        ticketId: null,
        channel: 'email',
        inboxId: null,
        teamId: null,
        subject: `Question ${serial}`,
        text: `Text ${serial}`,
        html: null,
        quotedText: null,
        quotedHtml: null,
        hasRemoteImages: false,
        from: { address, name: name ?? '' },
        to: [],
        cc: [],
        replyAll: [],
        sentAt: null,
        files: [],
        isAutomatic: false,
        reopening: sectionDefaults.reopening,
        ...message,
        customerId,
      },
      now,
    )
    if (assigneeId !== undefined) {
      await tx
        .updateTable('ticket')
        .set({ assignee_id: assigneeId })
        .where('id', '=', received.ticketId)
        .execute()
    }
    return { ...received, customerId, address }
  })
}
