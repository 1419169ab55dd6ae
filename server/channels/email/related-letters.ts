import { sql } from 'kysely'
import type { InboundLetterRow } from '#server/channels/tables.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { OpenedLetter } from './open-letter.ts'
import { answeredIds } from './thread.ts'

/** Thrown when a letter answers one that is still waiting in the ledger: that one goes first. */
export class OvertakenLetter extends Error {
  override name = 'OvertakenLetter'
  readonly letterId: number

  constructor(letterId: number) {
    super(`letter ${letterId} has to be decided first`)
    this.letterId = letterId
  }
}

interface SameLetter {
  id: number
  inbox_id: number
  ticket_id: number | null
  customer_message_id: number | null
}

export interface Related {
  /** This very letter, received and decided before. */
  same: SameLetter | null
  /** Tickets of the letters it answers, by Message-ID. */
  ticketOf: Map<string, number>
}

/** What ledger and outbox know of the letters this one names, in one question. */
export async function relatedLetters(
  tx: Tx,
  row: InboundLetterRow,
  { letter, fingerprint }: OpenedLetter,
): Promise<Related> {
  const answered = answeredIds(letter)
  const ids = letter.messageId === null ? answered : [letter.messageId, ...answered]
  const related: Related = { same: null, ticketOf: new Map() }
  if (ids.length === 0) return related
  const { rows } = await sql<SameLetter & { message_id: string; state: string; is_same: boolean }>`
    select id, inbox_id, ticket_id, customer_message_id, message_id, state,
      coalesce(fingerprint = ${fingerprint}, false) as is_same
    from inbound_letter where message_id = any(${ids}::text[]) and id <> ${row.id}
    union all
    select 0, inbox_id, ticket_id, null, message_id, 'sent', false
    from outbound_letter where message_id = any(${ids}::text[])
    order by id`.execute(tx)
  for (const other of rows) {
    if (other.message_id === letter.messageId) {
      if (!other.is_same || other.customer_message_id === null) continue
      // The same inbox speaks louder: through it the letter is plainly the second copy.
      if (related.same === null || other.inbox_id === row.inbox_id) related.same = other
    } else if (other.state === 'received') throw new OvertakenLetter(other.id)
    else if (other.ticket_id !== null) related.ticketOf.set(other.message_id, other.ticket_id)
  }
  return related
}
