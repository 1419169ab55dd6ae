import { readSection } from '#server/channels/inboxes/inbox-sections.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type {} from './tables.ts'

/**
 * Asks for a copy of a letter that has left, where its inbox wants one. In the transaction that writes the delivery
 * down; what becomes of the copy touches the delivery no more.
 */
export async function queueSentCopy(
  tx: Tx,
  letter: { id: number; inbox_id: number },
  now: Date,
): Promise<void> {
  const inbox = await tx
    .selectFrom('inbox')
    .select(['imap', 'copies'])
    .where('id', '=', letter.inbox_id)
    .where('receives_by', '=', 'imap')
    .executeTakeFirst()
  if (!inbox?.imap || !readSection('copies', inbox.copies).keepsSent) return
  const copy = await tx
    .insertInto('sent_copy')
    .values({ outbound_letter_id: letter.id, inbox_id: letter.inbox_id, created_at: now })
    .onConflict((conflict) => conflict.column('outbound_letter_id').doNothing())
    .returning('id')
    .executeTakeFirst()
  if (copy) await enqueue(tx, 'letter.keepSent', { copyId: copy.id }, { key: `letter.keepSent ${copy.id}` })
}
