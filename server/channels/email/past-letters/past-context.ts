import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { readMessageId } from '../threading/thread-token.ts'
import { answeredIds } from '../threading/thread.ts'
import type { TokenKey } from '../threading/thread-token.ts'
import type { OpenedPastLetter } from './open-past-letters.ts'

/** What is known of the letters a batch names: which are here already, and which ticket each Message-ID leads to. */
export interface PastContext {
  /** Raw bytes this inbox has had, in hexadecimal. */
  taken: Set<string>
  /** Fingerprints of this inbox's old letters that have no Message-ID. */
  nameless: Set<string>
  /** Fingerprints of letters that came under a Message-ID; '' for one the desk itself sent. */
  fingerprints: Map<string, Set<string>>
  ticketOf: Map<string, number>
  /** Customers of the batch, by address. */
  customers: Map<string, number>
}

interface KnownRow {
  message_id: string
  /** Null for a letter without a ticket, and for one whose ticket is not to be entered from here. */
  ticket_id: number | null
  fingerprint: string | null
  is_reference: boolean
}

interface Reader {
  inbox: { id: number; teamId: number | null }
  tokenKey: TokenKey
}

/**
 * One question for the whole batch. What came to a private team goes into tickets of that team or that inbox alone:
 * a letter others have had is new to it, as it is when it comes today.
 */
export async function readPastContext(
  tx: Tx,
  { inbox, tokenKey }: Reader,
  letters: readonly OpenedPastLetter[],
  now: Date,
): Promise<PastContext> {
  const ids = [
    ...new Set(
      letters.flatMap(({ opened: { letter } }) => [
        ...(letter.messageId === null ? [] : [letter.messageId]),
        ...namedIds(letter),
      ]),
    ),
  ]
  const tokens = ids.flatMap((id) => {
    const token = readMessageId(tokenKey, id)
    return token ? [{ id, ticketId: token.ticketId }] : []
  })
  const { rows } = await sql<KnownRow>`
    with private as (
      select exists (select from team where id = ${inbox.teamId}::bigint and is_isolated and archived_at is null) as is_so
    ), letter as (
      select message_id, ticket_id, inbox_id, encode(fingerprint, 'hex') as fingerprint, false as is_reference
        from inbound_letter where message_id = any(${ids}::text[])
      union all
      select message_id, ticket_id, null, '', false from outbound_letter where message_id = any(${ids}::text[])
      union all
      select message_id, ticket_id, inbox_id, null, true from imported_reference
        where message_id = any(${ids}::text[]) and inbox_id = ${inbox.id}
      union all
      select id, ticket_id, null, null, true
        from unnest(${tokens.map((token) => token.id)}::text[], ${tokens.map((token) => token.ticketId)}::bigint[]) as token (id, ticket_id)
    )
    select message_id, case when may_enter then ticket_id end as ticket_id, fingerprint, is_reference
    from private, letter left join ticket on ticket.id = letter.ticket_id, lateral (
      select not is_so or ticket.team_id is not distinct from ${inbox.teamId}::bigint
        or ticket.inbox_id is not distinct from ${inbox.id}::bigint as may_enter) as entry
    where (may_enter or letter.inbox_id = ${inbox.id}) and (ticket.id is not null or not is_reference)`.execute(
    tx,
  )
  const hashes = letters.map(({ stored }) => stored.sha256)
  const { rows: raws } = await sql<{ sha256: string }>`
    select encode(raw_sha256, 'hex') as sha256 from inbound_letter
    where inbox_id = ${inbox.id} and raw_sha256 = any(${hashes}::bytea[])`.execute(tx)
  // An imported letter stands in the ledger at its own date, by which there is an index.
  const dates = letters.filter(isNameless).map((letter) => dateOf(letter, now))
  const { rows: nameless } = await sql<{ fingerprint: string }>`
    select encode(fingerprint, 'hex') as fingerprint from inbound_letter
    where inbox_id = ${inbox.id} and received_at = any(${dates}::timestamptz[]) and message_id is null`.execute(
    tx,
  )
  const context: PastContext = {
    taken: new Set(raws.map((row) => row.sha256)),
    nameless: new Set(nameless.map((row) => row.fingerprint)),
    fingerprints: new Map(),
    ticketOf: new Map(),
    customers: new Map(),
  }
  for (const row of rows) {
    if (row.ticket_id !== null && !context.ticketOf.has(row.message_id))
      context.ticketOf.set(row.message_id, row.ticket_id)
    if (!row.is_reference) noteFingerprint(context, row.message_id, row.fingerprint)
  }
  return context
}

function isNameless({ opened }: OpenedPastLetter): boolean {
  return opened.letter.messageId === null
}

/** When a letter was written; never in the future, and the file's word where the letter has none. */
export function dateOf({ opened, found }: OpenedPastLetter, now: Date): Date {
  const date = opened.letter.date ?? found.arrivedAt ?? now
  return date > now ? (found.arrivedAt && found.arrivedAt < now ? found.arrivedAt : now) : date
}

function noteFingerprint(context: PastContext, messageId: string, fingerprint: string | null): void {
  const known = context.fingerprints.get(messageId) ?? new Set()
  known.add(fingerprint ?? 'unknown')
  context.fingerprints.set(messageId, known)
}

type Letter = OpenedPastLetter['opened']['letter']

/** Every letter this one says it follows, the nearest first. */
export function namedIds(letter: Letter): string[] {
  return answeredIds(letter)
}

/** This very letter was taken before, or is one the desk sent. */
export function isTaken(context: PastContext, { stored, opened }: OpenedPastLetter): boolean {
  if (context.taken.has(stored.sha256.toString('hex'))) return true
  const { messageId } = opened.letter
  const fingerprint = opened.fingerprint.toString('hex')
  // A file keeps line ends otherwise than a mailbox does, so its bytes are others.
  if (messageId === null) return context.nameless.has(fingerprint)
  const known = context.fingerprints.get(messageId)
  return known !== undefined && (known.has('') || known.has(fingerprint))
}

/** The next letters of the batch know of this one. */
export function noteTaken(context: PastContext, { stored, opened }: OpenedPastLetter): void {
  context.taken.add(stored.sha256.toString('hex'))
  const fingerprint = opened.fingerprint.toString('hex')
  if (opened.letter.messageId === null) context.nameless.add(fingerprint)
  else noteFingerprint(context, opened.letter.messageId, fingerprint)
}

/**
 * The ticket an old letter belongs to: by our own Message-IDs, by the letters it names, or because a letter that
 * came before has named this one or the same ancestor.
 */
export function ticketOfPast(context: PastContext, letter: Letter): number | null {
  const named = namedIds(letter)
  for (const id of [...named, ...(letter.messageId === null ? [] : [letter.messageId])]) {
    const known = context.ticketOf.get(id)
    if (known !== undefined) return known
  }
  return null
}
