import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import type { EmailDesk } from '../email-desk.ts'
import { raiseAlert } from '../policy/raise-alert.ts'

/** A letter its server cannot hand out was left in its mailbox: the record says which, and administrators are told. */
export async function noteUnfetchable(
  desk: EmailDesk,
  { inboxId, address }: { inboxId: number; address: string },
  which: Record<string, unknown>,
  error: string,
): Promise<void> {
  const now = desk.clock.now()
  desk.log.error({ inboxId, ...which, error }, 'a letter cannot be fetched and was left in its mailbox')
  const data = { inboxId, ...which, error: error.slice(0, 500) }
  await inTransaction(desk.database.db, async (tx) => {
    await recordEvent(tx, { type: 'letter.unfetchable', at: now, actor: { kind: 'system', id: null }, data })
    await raiseAlert(tx, { kind: 'letter_unfetchable', subject: address, inboxId }, now)
  })
}
