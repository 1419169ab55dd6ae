import type { PersonAddress } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import type { ReceivedFile } from '../attach-files.ts'
import { type Received, receiveMessage } from '../receive-message.ts'
import { addressOfCustomer } from '../recipients.ts'
import type { Reopening } from '../ticket.ts'
import { type Visitor, visibleToCustomer } from './visitor.ts'

interface Answer {
  text: string
  files: readonly ReceivedFile[]
  channel: 'portal' | 'chat'
  /** What it does to a closed ticket: whoever writes in it on the portal means that one. */
  reopening?: Reopening
}

/**
 * A customer writes in a ticket they see, which reopens it as a letter would. A manager who writes in a colleague's
 * takes part from then on, and the colleague stays in the conversation.
 */
export async function answerAsCustomer(
  tx: Tx,
  visitor: Visitor,
  ticketId: number,
  { text, files, channel, reopening = { closed: 'reopen', days: 0 } }: Answer,
  now: Date,
): Promise<Received> {
  const ticket = found(
    await tx
      .selectFrom('ticket')
      .select(['id', 'subject', 'customer_id', 'inbox_id', 'team_id'])
      .where('id', '=', ticketId)
      .where(visibleToCustomer(visitor))
      // Merged away a moment later, its conversation could be somebody else's.
      .forUpdate()
      .executeTakeFirst(),
  )
  const isOwn = ticket.customer_id === visitor.customerId
  const [own, others] = await Promise.all([
    addressOfCustomer(tx, visitor.customerId),
    isOwn ? [] : addressOfCustomer(tx, ticket.customer_id),
  ])
  await keepBlob(tx, ...files.map((file) => file.stored))
  const from: PersonAddress | null = own[0] ?? null
  return receiveMessage(
    tx,
    {
      ticketId: ticket.id,
      customerId: visitor.customerId,
      channel,
      inboxId: ticket.inbox_id,
      teamId: ticket.team_id,
      subject: ticket.subject,
      text,
      html: null,
      quotedText: null,
      quotedHtml: null,
      hasRemoteImages: false,
      from,
      to: [],
      cc: others,
      replyAll: others,
      sentAt: now,
      files: [...files],
      isAutomatic: false,
      reopening,
    },
    now,
  )
}
