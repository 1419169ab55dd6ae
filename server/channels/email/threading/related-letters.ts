import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { Decided, LetterCase } from '../receiving/letter-case.ts'
import { type KnownPlace, answeredIds } from './thread.ts'

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
  /** Ours only. */
  reply_id: number | null
  /** It became a message, a reply or a note. */
  is_post: boolean
}

export interface Related {
  /** This very letter, received and decided before. */
  same: KnownLetter | null
  /** Where the letters it answers are, by Message-ID. */
  placeOf: Map<string, KnownPlace>
}

/** What ledger and outbox know of all the letters that these ones name, themselves included, in one question. */
export async function knownLetters(tx: Tx, cases: readonly LetterCase[]): Promise<KnownLetter[]> {
  const ids = new Set(
    cases.flatMap(({ opened: { letter } }) => [letter.messageId ?? [], answeredIds(letter)].flat()),
  )
  if (ids.size === 0) return []
  const { rows } = await sql<KnownLetter>`
    select id, inbox_id, ticket_id, customer_message_id, message_id, state, fingerprint, null::bigint as reply_id,
      customer_message_id is not null or detail ?| array['replyId', 'noteId'] as is_post
    from inbound_letter where message_id = any(${[...ids]}::text[])
    union all
    select 0, inbox_id, ticket_id, null, message_id, 'sent', null, reply_id, true
    from outbound_letter where message_id = any(${[...ids]}::text[])
    order by id`.execute(tx)
  return rows
}

/**
 * What of this matters for one letter. Letters of the same batch that were decided a moment ago count as decided,
 * although the ledger is told only at the end. Throws when it answers one that still waits, unless `mayWait` is false.
 * Pure.
 */
export function relate(
  { row, opened: { letter, fingerprint } }: LetterCase,
  known: readonly KnownLetter[],
  decided: readonly Decided[],
  mayWait: boolean,
): Related {
  const related: Related = { same: null, placeOf: new Map() }
  const isWanted = row.detail['isReplayed'] === true
  const answered = new Set(answeredIds(letter))
  const isNear = new Set<string>()
  for (const before of known) {
    if (before.id === row.id) continue
    const other = withOutcome(before, decided)
    const isHere = other.inbox_id === row.inbox_id
    if (other.message_id === letter.messageId) {
      if (!other.fingerprint?.equals(fingerprint) || !speaksFor(other, isHere, isWanted)) continue
      // The same inbox speaks louder: through it the letter is plainly the second copy.
      if (related.same === null || isHere) related.same = other
    } else if (answered.has(other.message_id)) {
      if (other.state === 'received' && mayWait) throw new OvertakenLetter(other.id)
      // Two inboxes may have a ticket each for one letter: what answers it belongs to the one of its own inbox.
      if (other.ticket_id === null || isNear.has(other.message_id)) continue
      if (isHere) isNear.add(other.message_id)
      related.placeOf.set(other.message_id, placeOf(other, other.ticket_id))
    }
  }
  return related
}

/**
 * Whether an earlier copy settles this one. In the same inbox any decision does, also when its ticket has gone since:
 * what was deleted or ignored does not come back because a mailbox was counted anew. Through another inbox only what
 * became part of a ticket does.
 */
function speaksFor(other: KnownLetter, isHere: boolean, isWanted: boolean): boolean {
  if (other.is_post) return true
  return isHere && !isWanted && other.state !== 'received' && other.state !== 'quarantined'
}

function placeOf(known: KnownLetter, ticketId: number): KnownPlace {
  return known.reply_id === null ? { ticketId, letterId: known.id } : { ticketId, replyId: known.reply_id }
}

function withOutcome(known: KnownLetter, decided: readonly Decided[]): KnownLetter {
  const now = known.state === 'received' ? decided.find((one) => one.input.row.id === known.id) : undefined
  if (!now) return known
  const { state, ticketId = null, customerMessageId = null, detail = {} } = now.outcome
  return {
    ...known,
    state,
    ticket_id: ticketId,
    customer_message_id: customerMessageId,
    fingerprint: now.input.opened.fingerprint,
    is_post: customerMessageId !== null || 'replyId' in detail || 'noteId' in detail,
  }
}
