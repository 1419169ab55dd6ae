import { countAttempt, mustNotWait } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import {
  changeTicket,
  listCategories,
  lockTicketRow,
  type ReceivedFile,
  receiveMessage,
} from '#server/tickets/index.ts'
import type { SignedIn } from '../sign-in/visitor-of.ts'

/** What one customer sends within an hour; from then on they wait for each. */
const writingLimit = { free: 30, windowSeconds: 3600, capSeconds: 300 }

/** Counts what is about to be sent, before its files are read; `too_many_requests` when it is too much. */
export async function mayWrite(db: Db, visitor: SignedIn, now: Date): Promise<void> {
  const subject = `customer-writes:${visitor.customerId}`
  await inTransaction(db, async (tx) => {
    await mustNotWait(tx, subject, writingLimit, now)
    await countAttempt(tx, subject, now)
  })
}

interface Wish {
  subject: string
  text: string
  files: ReceivedFile[]
  /** What it is about, where the customer said so. */
  categoryId: number | null
}

/** A question asked on the portal becomes a ticket. Answers its number. */
export async function createRequest(
  tx: Tx,
  visitor: SignedIn,
  { subject, text, files, categoryId }: Wish,
  now: Date,
): Promise<number> {
  await keepBlob(tx, ...files.map((file) => file.stored))
  const { ticketId } = await receiveMessage(
    tx,
    {
      ticketId: null,
      customerId: visitor.customerId,
      channel: 'portal',
      inboxId: null,
      teamId: null,
      subject,
      text,
      html: null,
      quotedText: null,
      quotedHtml: null,
      hasRemoteImages: false,
      from: { address: visitor.address, name: visitor.name },
      to: [],
      cc: [],
      replyAll: [],
      sentAt: now,
      files,
      isAutomatic: false,
      reopening: { closed: 'reopen', days: 0 },
    },
    now,
  )
  if (categoryId !== null) await categorize(tx, visitor, { ticketId, categoryId }, now)
  return ticketId
}

/** A category that was put away while the customer wrote is left out: what they ask is worth more. */
async function categorize(
  tx: Tx,
  visitor: SignedIn,
  { ticketId, categoryId }: { ticketId: number; categoryId: number },
  now: Date,
): Promise<void> {
  const isThere = (await listCategories(tx)).some((category) => category.id === categoryId)
  const ticket = isThere && (await lockTicketRow(tx, ticketId))
  if (!ticket) return
  await changeTicket(tx, ticket, { categoryId }, { actor: { kind: 'customer', id: visitor.customerId } }, now)
}
