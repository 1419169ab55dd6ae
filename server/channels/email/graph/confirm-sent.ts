import { sql } from 'kysely'
import { AccessRefused } from '#server/channels/email/connections/access-refused.ts'
import type { EmailDesk } from '#server/channels/email/email-desk.ts'
import { noteSendHealth } from '#server/channels/email/inbox-health.ts'
import { markByLetter } from '#server/channels/outbox/superseded.ts'
import type { OutboundLetterRow } from '#server/channels/tables.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { openGraphMailbox } from './graph-client.ts'
import { GraphFailure } from './graph-failure.ts'
import { isInSentItems } from './sent-items.ts'

/** A letter that is not in Sent Items by then has not gone, or its mailbox keeps no copies: a person decides. */
const minutes = 30
const mostAtOnce = 100
/** How the fault of asking begins, so that the next answer can take it back. */
const faultOfAsking = 'Sent Items: '

type InDoubt = Pick<OutboundLetterRow, 'id' | 'reply_id' | 'inbox_id' | 'message_id' | 'handed_over_at'>

/**
 * Letters whose outcome was left open, after a crash for instance, are looked for in their mailbox's Sent Items for
 * a while: found is sent. Not found changes nothing. A mailbox that cannot be asked keeps no other from being asked;
 * its inbox says so. Answers how many were found.
 */
export async function confirmSent(desk: EmailDesk): Promise<number> {
  let found = 0
  for (const [inboxId, letters] of Map.groupBy(await lettersInDoubt(desk), (letter) => letter.inbox_id)) {
    try {
      const mailbox = await openGraphMailbox(desk, inboxId)
      for (const letter of letters) {
        if (!(await isInSentItems(mailbox, letter.message_id))) continue
        await confirm(desk, letter)
        found += 1
      }
      await takeBackFault(desk, inboxId)
    } catch (error) {
      await noteFault(desk, inboxId, error)
    }
  }
  return found
}

function lettersInDoubt(desk: EmailDesk): Promise<InDoubt[]> {
  const now = desk.clock.now()
  return desk.database.db
    .selectFrom('outbound_letter')
    .innerJoin('inbox', 'inbox.id', 'outbound_letter.inbox_id')
    .select(['outbound_letter.id', 'reply_id', 'inbox_id', 'message_id', 'handed_over_at'])
    .where('state', '=', 'unconfirmed')
    .where('sends_by', '=', 'graph')
    .where('connection_state', '=', 'connected')
    .where('handed_over_at', '>', new Date(now.getTime() - minutes * 60_000))
    .orderBy('outbound_letter.id')
    .limit(mostAtOnce)
    .execute()
}

async function confirm(desk: EmailDesk, letter: InDoubt): Promise<void> {
  const now = desk.clock.now()
  await inTransaction(desk.database.db, async (tx) => {
    const written = await tx
      .updateTable('outbound_letter')
      .set({ state: 'sent', sent_at: letter.handed_over_at, error: null, detail: null })
      .where('id', '=', letter.id)
      .where('state', '=', 'unconfirmed')
      .executeTakeFirst()
    if (written.numUpdatedRows === 0n) return
    await markByLetter(tx, letter, { state: 'sent', sentAt: letter.handed_over_at }, now)
  })
}

async function noteFault(desk: EmailDesk, inboxId: number, error: unknown): Promise<void> {
  const said = error instanceof Error ? error.message : String(error)
  desk.log.warn({ inboxId, error: said }, 'a mailbox cannot be asked what it has sent')
  // Access that is lost stands on the connection; being asked to slow down is no fault an administrator could mend.
  const isNoFault = error instanceof AccessRefused || (error instanceof GraphFailure && error.status === 429)
  if (isNoFault) return
  await noteSendHealth(desk.database.db, inboxId, `${faultOfAsking}${said}`, false, desk.clock.now())
}

async function takeBackFault(desk: EmailDesk, inboxId: number): Promise<void> {
  await sql`update inbox set send_error = null, send_error_at = null
    where id = ${inboxId} and starts_with(send_error, ${faultOfAsking})`.execute(desk.database.db)
}
