import * as z from 'zod'
import type { LetterProtection } from '#contract/letter-keys.ts'
import type { Actor } from '#server/identity/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { found } from '#server/platform/http/failure.ts'
import { keepBlob } from '#server/platform/storage/keep-blob.ts'
import { mustSee, replaceMessage } from '#server/tickets/index.ts'
import type { EmailDesk } from '../email-desk.ts'
import { words } from '../receiving/enter-letter.ts'
import { openLetter } from '../receiving/open-letter.ts'
import { keepProtection } from './keep-protection.ts'

/**
 * Reads a message's letter again with the keys there are now. Its words and files take the place of what could be
 * read before; a letter that stays closed is left as it is. The answer is what was found this time.
 */
export async function openAgain(desk: EmailDesk, customerMessageId: number): Promise<LetterProtection> {
  const { db } = desk.database
  const letter = found(
    await db
      .selectFrom('inbound_letter')
      .innerJoin('blob', 'blob.sha256', 'inbound_letter.raw_sha256')
      .select(['inbox_id', 'raw_sha256', 'size_bytes', 'received_at'])
      .where('customer_message_id', '=', customerMessageId)
      .orderBy('inbound_letter.id')
      .limit(1)
      .executeTakeFirst(),
  )
  const opened = await openLetter(
    desk,
    { sha256: letter.raw_sha256, sizeBytes: letter.size_bytes },
    { id: letter.inbox_id, receivedAt: letter.received_at },
  )
  const protection = found(opened.protection)
  const now = desk.clock.now()
  await inTransaction(desk.database.db, async (tx) => {
    if (protection.facts.problem === null) {
      await keepBlob(tx, ...opened.files.map((file) => file.stored))
      await replaceMessage(tx, customerMessageId, words(opened), opened.files, now)
    }
    await keepProtection(tx, customerMessageId, protection, now)
  })
  return protection.facts
}

/** The same because an agent asked. */
export async function openMessageAgain(
  desk: EmailDesk,
  actor: Actor,
  customerMessageId: number,
): Promise<{ protection: LetterProtection }> {
  const { db } = desk.database
  const message = found(
    await db
      .selectFrom('customer_message')
      .select('ticket_id')
      .where('id', '=', customerMessageId)
      .where('protection', 'is not', null)
      .executeTakeFirst(),
  )
  await mustSee(db, actor, message.ticket_id)
  return { protection: await openAgain(desk, customerMessageId) }
}

const Payload = z.object({ inboxId: z.int() })

/** The job `email.openAgain`: an inbox has a new key, and letters that stayed closed may open now. */
export async function openWaiting(desk: EmailDesk, payload: unknown): Promise<void> {
  const { inboxId } = Payload.parse(payload)
  const waiting = await desk.database.db
    .selectFrom('customer_message')
    .innerJoin('inbound_letter', 'inbound_letter.customer_message_id', 'customer_message.id')
    .select('customer_message.id')
    .distinct()
    .where('inbound_letter.inbox_id', '=', inboxId)
    .where((eb) => eb(eb.ref('customer_message.protection', '->>').key('problem'), 'is not', null))
    .orderBy('customer_message.id')
    .execute()
  for (const { id } of waiting) {
    try {
      await openAgain(desk, id)
    } catch (error) {
      desk.log.warn({ customerMessageId: id, error: String(error) }, 'a letter could not be opened again')
    }
  }
}
