import type { Tx } from '#server/platform/database/open-database.ts'
import { noteLetter } from '#server/tickets/index.ts'
import type { Hearing, Outcome } from '../receiving/letter-case.ts'
import { isWordEnough } from '../receiving/letter-sender.ts'
import { storable } from '../receiving/open-letter.ts'

const reason = 'unproved_list_writer'

/**
 * A list named the writer of a letter, and nothing proves its word: a note says so, once a ticket for each list. The
 * ledger keeps whose word it is, so that it makes nobody a part of the conversation.
 */
export async function noteListClaim(tx: Tx, hearing: Hearing, outcome: Outcome): Promise<Outcome> {
  const { sender, opened, row, now } = hearing
  if (!sender.claim || outcome.ticketId == null || isWordEnough(sender, opened.letter, row.authentication))
    return outcome
  const { ticketId } = outcome
  const list = storable(sender.claim.list.slice(0, 320))
  const said = await tx
    .selectFrom('note')
    .select('id')
    .where('ticket_id', '=', ticketId)
    .where('reason', '=', reason)
    .where('from_address', '=', list)
    .executeTakeFirst()
  if (!said)
    await noteLetter(tx, ticketId, { agentId: null, text: '', reason, fromAddress: list, files: [] }, now)
  return { ...outcome, detail: { ...outcome.detail, claimedBy: list } }
}
