import type { InboundLetter } from '#contract/letters.ts'
import type { InboundLetterRow } from '#server/channels/tables.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { seesEveryTicket, visibleTickets } from '#server/tickets/index.ts'

/**
 * The ledger's rows with the size of each letter. A letter is seen by whoever sees its ticket; one that has none is
 * seen by whoever sees every ticket, for it may be of any team.
 */
export function selectLetters(db: Db, actor: Actor) {
  return db
    .selectFrom('inbound_letter')
    .innerJoin('blob', 'blob.sha256', 'inbound_letter.raw_sha256')
    .selectAll('inbound_letter')
    .select('blob.size_bytes')
    .$if(!seesEveryTicket(actor), (letters) =>
      letters.where((eb) =>
        eb.exists(
          eb
            .selectFrom('ticket')
            .select('ticket.id')
            .whereRef('ticket.id', '=', 'inbound_letter.ticket_id')
            .where(visibleTickets(actor)),
        ),
      ),
    )
}

/** One of them; `not_found` when the actor may not see it. */
export async function findLetter(db: Db, actor: Actor, id: number) {
  return found(await selectLetters(db, actor).where('inbound_letter.id', '=', id).executeTakeFirst())
}

export function presentLetter(row: InboundLetterRow & { size_bytes: number }): InboundLetter {
  return {
    id: row.id,
    inboxId: row.inbox_id,
    receivedAt: row.received_at.toISOString(),
    state: row.state,
    reason: row.reason,
    detail: row.detail,
    from: row.from_address,
    to: row.envelope.rcptTo ?? [],
    subject: row.subject,
    messageId: row.message_id,
    ticketId: row.ticket_id,
    attempts: row.attempts,
    sizeBytes: row.size_bytes,
  }
}
