import type { InboundLetter } from '#contract/letters.ts'
import type { InboundLetterRow } from '#server/channels/tables.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/** The ledger's rows with the size of each letter. */
export function selectLetters(db: Db) {
  return db
    .selectFrom('inbound_letter')
    .innerJoin('blob', 'blob.sha256', 'inbound_letter.raw_sha256')
    .selectAll('inbound_letter')
    .select('blob.size_bytes')
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
