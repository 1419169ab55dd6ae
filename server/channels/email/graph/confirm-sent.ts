import { inTransaction } from '#server/platform/database/transaction.ts'
import type { EmailDesk } from '#server/channels/email/email-desk.ts'
import { markDelivery } from '#server/tickets/index.ts'
import { openGraphMailbox } from './graph-client.ts'
import { isInSentItems } from './sent-items.ts'

/** A letter that is not in Sent Items by then has not gone, or its mailbox keeps no copies: a person decides. */
const minutes = 30

/**
 * Letters whose outcome was left open, after a crash for instance, are looked for in their mailbox's Sent Items for
 * a while: found is sent. Not found changes nothing. Answers how many were found.
 */
export async function confirmSent(desk: EmailDesk): Promise<number> {
  const { db } = desk.database
  const now = desk.clock.now()
  const open = await db
    .selectFrom('outbound_letter')
    .innerJoin('inbox', 'inbox.id', 'outbound_letter.inbox_id')
    .select(['outbound_letter.id', 'reply_id', 'inbox_id', 'message_id'])
    .where('state', '=', 'unconfirmed')
    .where('sends_by', '=', 'graph')
    .where('connection_state', '=', 'connected')
    .where('handed_over_at', '>', new Date(now.getTime() - minutes * 60_000))
    .limit(20)
    .execute()
  let found = 0
  for (const letter of open) {
    const mailbox = await openGraphMailbox(desk, letter.inbox_id)
    if (!(await isInSentItems(mailbox, letter.message_id))) continue
    found += 1
    await inTransaction(db, async (tx) => {
      const written = await tx
        .updateTable('outbound_letter')
        .set({ state: 'sent', sent_at: now, error: null, detail: null })
        .where('id', '=', letter.id)
        .where('state', '=', 'unconfirmed')
        .executeTakeFirst()
      if (written.numUpdatedRows === 0n) return
      if (letter.reply_id !== null) {
        await markDelivery(tx, letter.reply_id, { state: 'sent', error: null, detail: null }, now)
      }
    })
  }
  return found
}
