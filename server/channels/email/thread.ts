import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { type InboundLetter, headerOf } from './letter.ts'
import { parseAddresses } from './addresses.ts'
import { findSubjectTags, isForwardSubject } from './subject-tag.ts'
import { type TokenKey, findBodyMarker, readMessageId, readReplyAddress } from './thread-token.ts'

/** How a letter found its ticket; a key of `letterReason` in locales/. */
export type ThreadRule =
  | 'reply_address'
  | 'own_message_id'
  | 'in_reply_to'
  | 'references'
  | 'body_marker'
  | 'subject_tag'

export interface Thread {
  ticketId: number
  rule: ThreadRule
}

export interface LetterToThread {
  letter: InboundLetter
  quoted: string
  /** The envelope's recipients. */
  rcptTo: readonly string[]
  tokenKey: TokenKey
  prefixes: readonly string[]
  /** Tickets of letters that this one refers to, by Message-ID; from the ledger and the outbox. */
  ticketOf: ReadonlyMap<string, number>
}

/** Headers in which mail systems leave the address a letter was really sent to. */
const recipientHeaders = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-delivered-to']

/** The letters this one answers, the likeliest first: In-Reply-To, then References from the newest. */
export function answeredIds(letter: InboundLetter): string[] {
  return [...new Set([...letter.inReplyTo, ...letter.references.toReversed()])].slice(0, 60)
}

/**
 * Which ticket a letter belongs to, and by which rule; null for a new one. Keyed signs of ours first, then what
 * the letter says it answers; a number in the subject counts only from somebody who belongs to that ticket,
 * because anybody can write a number. A forward opens its own ticket, unless it was sent to a ticket's address.
 */
export async function findThread(tx: Tx, input: LetterToThread): Promise<Thread | null> {
  const { letter } = input
  const candidates = isForwardSubject(letter.subject)
    ? byAddress(input)
    : [...byAddress(input), ...byHeaders(input)]
  const tags = isForwardSubject(letter.subject)
    ? []
    : findSubjectTags(letter.subject, input.prefixes).slice(0, 5)
  if (candidates.length === 0 && tags.length === 0) return null
  const { rows } = await sql<{ id: number; is_tagged: boolean }>`
    select ticket.id, ticket.id = any(${tags}::bigint[]) and (
      exists (select from customer_address where customer_id = ticket.customer_id and kind = 'email' and value = ${senderOf(letter)})
      or exists (select from ticket_participant where ticket_id = ticket.id and address = ${senderOf(letter)})
    ) as is_tagged
    from ticket where id = any(${[...candidates.map((one) => one.ticketId), ...tags]}::bigint[])`.execute(tx)
  const real = new Set(rows.map((row) => row.id))
  const threaded = candidates.find((one) => real.has(one.ticketId))
  if (threaded) return threaded
  const tagged = tags.find((tag) => rows.some((row) => row.id === tag && row.is_tagged))
  return tagged === undefined ? null : { ticketId: tagged, rule: 'subject_tag' }
}

function senderOf(letter: InboundLetter): string {
  return letter.from?.address.toLowerCase() ?? ''
}

function byAddress({ letter, rcptTo, tokenKey }: LetterToThread): Thread[] {
  const inHeaders = recipientHeaders.flatMap((name) => parseAddresses(headerOf(letter, name) ?? ''))
  const addresses = [...rcptTo, ...[...letter.to, ...letter.cc, ...inHeaders].map((box) => box.address)]
  return addresses.flatMap((address) => asThread(readReplyAddress(tokenKey, address), 'reply_address'))
}

function byHeaders({ letter, quoted, tokenKey, ticketOf }: LetterToThread): Thread[] {
  const answered = answeredIds(letter)
  const own = answered.map((id) => readMessageId(tokenKey, id)?.ticketId ?? null)
  return [
    ...own.flatMap((ticketId) => asThread(ticketId, 'own_message_id')),
    ...answered.flatMap((id) =>
      asThread(ticketOf.get(id) ?? null, letter.inReplyTo.includes(id) ? 'in_reply_to' : 'references'),
    ),
    ...asThread(findBodyMarker(tokenKey, quoted), 'body_marker'),
  ]
}

function asThread(ticketId: number | null, rule: ThreadRule): Thread[] {
  return ticketId === null ? [] : [{ ticketId, rule }]
}
