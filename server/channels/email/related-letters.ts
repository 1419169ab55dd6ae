import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { Decided, LetterCase } from './letter-case.ts'
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

interface KnownLetter {
  /** 0 for a letter of ours. */
  id: number
  inbox_id: number
  ticket_id: number | null
  customer_message_id: number | null
  message_id: string
  state: string
  fingerprint: Buffer | null
}

export interface Related {
  /** This very letter, received and decided before. */
  same: KnownLetter | null
  /** Tickets of the letters it answers, by Message-ID. */
  ticketOf: Map<string, number>
}

/** What ledger and outbox know of all the letters that these ones name, themselves included, in one question. */
export async function knownLetters(tx: Tx, cases: readonly LetterCase[]): Promise<KnownLetter[]> {
  const ids = new Set(
    cases.flatMap(({ opened: { letter } }) => [letter.messageId ?? [], answeredIds(letter)].flat()),
  )
  if (ids.size === 0) return []
  const { rows } = await sql<KnownLetter>`
    select id, inbox_id, ticket_id, customer_message_id, message_id, state, fingerprint
    from inbound_letter where message_id = any(${[...ids]}::text[])
    union all
    select 0, inbox_id, ticket_id, null, message_id, 'sent', null
    from outbound_letter where message_id = any(${[...ids]}::text[])
    order by id`.execute(tx)
  return rows
}

/**
 * What of this matters for one letter. Letters of the same batch that were decided a moment ago count as decided,
 * although the ledger is told only at the end. Pure.
 */
export function relate(
  { row, opened: { letter, fingerprint } }: LetterCase,
  known: readonly KnownLetter[],
  decided: readonly Decided[],
): Related {
  const related: Related = { same: null, ticketOf: new Map() }
  const answered = new Set(answeredIds(letter))
  for (const before of known) {
    if (before.id === row.id) continue
    const other = withOutcome(before, decided)
    if (other.message_id === letter.messageId) {
      if (!other.fingerprint?.equals(fingerprint) || other.customer_message_id === null) continue
      // The same inbox speaks louder: through it the letter is plainly the second copy.
      if (related.same === null || other.inbox_id === row.inbox_id) related.same = other
    } else if (answered.has(other.message_id)) {
      if (other.state === 'received') throw new OvertakenLetter(other.id)
      if (other.ticket_id !== null) related.ticketOf.set(other.message_id, other.ticket_id)
    }
  }
  return related
}

function withOutcome(known: KnownLetter, decided: readonly Decided[]): KnownLetter {
  const now = known.state === 'received' ? decided.find((one) => one.input.row.id === known.id) : undefined
  if (!now) return known
  const { state, ticketId = null, customerMessageId = null } = now.outcome
  return {
    ...known,
    state,
    ticket_id: ticketId,
    customer_message_id: customerMessageId,
    fingerprint: now.input.opened.fingerprint,
  }
}
