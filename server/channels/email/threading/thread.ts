import type { Tx } from '#server/platform/database/open-database.ts'
import { parseAddresses } from '../reading/addresses.ts'
import { type InboundLetter, headerOf } from '../reading/letter.ts'
import { findSubjectTags, isForwardSubject } from '../reading/subject-tag.ts'
import { ancestorsOf } from './thread-ancestors.ts'
import { type Acquaintance, acquaintances } from './thread-belonging.ts'
import { type TokenKey, findBodyMarker, readMessageId, readReplyAddress } from './thread-token.ts'

/** How a letter found its ticket; a key of `letterReason` in locales/. */
export type ThreadRule =
  | 'reply_address'
  | 'own_message_id'
  | 'in_reply_to'
  | 'references'
  | 'body_marker'
  | 'common_ancestor'
  | 'subject_tag'

/** What the rule saw, for the ledger to say it in words. */
export interface Evidence {
  /** The address of ours, as the letter names it. */
  address?: string
  /** The Message-ID the letter names, and where. */
  messageId?: string
  header?: string
  /** Our reply, or the received letter, that has this Message-ID. */
  replyId?: number
  letterId?: number
}

export interface Thread {
  ticketId: number
  rule: ThreadRule
  evidence: Evidence
  /**
   * The headers the sign stands in; none for the body. Null when it stands outside what a sender can sign: in the
   * envelope, or in what mail systems added.
   */
  headers: readonly string[] | null
}

/** Why a letter does not enter the ticket it names; a key of `letterReason` in locales/. */
export type RefusalReason = 'stranger_named_ticket' | 'private_inbox' | 'agent_not_on_ticket'

/** What the letter's signs came to: its ticket, or the one it named without a right to. */
export interface Threading {
  thread: Thread | null
  refused: (Thread & { because: RefusalReason }) | null
}

/** A letter we know, by its Message-ID. */
export interface KnownPlace {
  ticketId: number
  letterId?: number
  replyId?: number
}

export interface LetterToThread {
  letter: InboundLetter
  /** Who wrote it, in lower case; '' when nobody knows, or when the letter's word for it is not enough. */
  sender: string
  /** The sender is an agent of ours, and proved it. */
  isProvenAgent: boolean
  quoted: string
  /** The envelope's recipients. */
  rcptTo: readonly string[]
  inbox: { id: number; teamId: number | null }
  tokenKey: TokenKey
  prefixes: readonly string[]
  /** Letters that this one refers to, by Message-ID; from the ledger and the outbox. */
  placeOf: ReadonlyMap<string, KnownPlace>
}

/** Headers in which mail systems leave the address a letter was really sent to. */
const recipientHeaders = ['delivered-to', 'x-original-to', 'envelope-to', 'x-envelope-to', 'x-delivered-to']

/** The letters this one answers, the likeliest first: In-Reply-To, then References from the newest. */
export function answeredIds(letter: InboundLetter): string[] {
  return [...new Set([...letter.inReplyTo, ...letter.references.toReversed()])].slice(0, 60)
}

/** Rules by which a letter may enter a ticket whoever wrote it: each needs something only we hand out. */
const keyed: ReadonlySet<ThreadRule> = new Set(['reply_address', 'own_message_id', 'body_marker'])

/**
 * Which ticket a letter belongs to, and by which sign. Keyed signs of ours first, then what the letter says it
 * answers, then what both answer, then a number in the subject. What is not keyed counts only from somebody who
 * belongs to that ticket: anybody can write a number, and Message-IDs of customers are no secret. A forward opens its
 * own ticket, unless it was sent to a ticket's address. Nothing that came to a private team's inbox lands in a
 * ticket that others see.
 */
export async function findThread(tx: Tx, input: LetterToThread): Promise<Threading> {
  const { letter } = input
  const isForward = isForwardSubject(letter.subject)
  const signs = isForward
    ? byAddress(input)
    : [...byAddress(input), ...byHeaders(input), ...(await byAncestor(tx, input)), ...bySubject(input)]
  if (signs.length === 0) return { thread: null, refused: null }
  const known = await acquaintances(
    tx,
    signs.map((sign) => sign.ticketId),
    input,
  )
  let refused: Threading['refused'] = null
  for (const sign of signs) {
    const acquaintance = known.get(sign.ticketId)
    if (!acquaintance) continue
    const because = refusal(sign, acquaintance, input)
    if (because === null) return { thread: sign, refused: null }
    refused ??= { ...sign, because }
  }
  return { thread: null, refused }
}

function refusal(
  { rule }: Thread,
  { isParty, isColleague, isForeignToPrivate }: Acquaintance,
  { isProvenAgent }: LetterToThread,
): RefusalReason | null {
  // Whoever holds the ticket's own address was given it, by us or by somebody we wrote to.
  if (isForeignToPrivate && rule !== 'reply_address') return 'private_inbox'
  if (keyed.has(rule) || isParty || isProvenAgent) return null
  return isColleague && rule !== 'subject_tag' ? null : 'stranger_named_ticket'
}

function byAddress({ letter, rcptTo, tokenKey }: LetterToThread): Thread[] {
  const found = (addresses: readonly string[], headers: readonly string[] | null): Thread[] =>
    addresses.flatMap((address) => {
      const ticketId = readReplyAddress(tokenKey, address)
      return ticketId === null
        ? []
        : [{ ticketId, rule: 'reply_address' as const, evidence: { address }, headers }]
    })
  const named = (name: string) => parseAddresses(headerOf(letter, name) ?? '').map((box) => box.address)
  return [
    ...found(
      letter.to.map((box) => box.address),
      ['to'],
    ),
    ...found(
      letter.cc.map((box) => box.address),
      ['cc'],
    ),
    ...found([...rcptTo, ...recipientHeaders.flatMap(named)], null),
  ]
}

function byHeaders({ letter, quoted, tokenKey, placeOf }: LetterToThread): Thread[] {
  const answered = answeredIds(letter)
  const headerOfId = (id: string) => (letter.inReplyTo.includes(id) ? 'in-reply-to' : 'references')
  // Some programs put the Message-ID they answer over the answer itself.
  const named = letter.messageId === null ? answered : [...answered, letter.messageId]
  const own = named.flatMap((messageId): Thread[] => {
    const read = readMessageId(tokenKey, messageId)
    if (!read) return []
    const header = messageId === letter.messageId ? 'message-id' : headerOfId(messageId)
    const evidence = { messageId, header, replyId: read.partId }
    return [{ ticketId: read.ticketId, rule: 'own_message_id', evidence, headers: [header] }]
  })
  const stored = answered.flatMap((messageId): Thread[] => {
    const place = placeOf.get(messageId)
    if (!place) return []
    const header = headerOfId(messageId)
    const { ticketId, ...which } = place
    // Our own letters' ids carry a key, also when a relay has made another of it that we know.
    const rule = which.replyId !== undefined ? 'own_message_id' : ruleOf(header)
    return [{ ticketId, rule, evidence: { messageId, header, ...which }, headers: [header] }]
  })
  const marked = findBodyMarker(tokenKey, quoted)
  return [
    ...own,
    ...stored,
    ...(marked === null
      ? []
      : [{ ticketId: marked, rule: 'body_marker' as const, evidence: {}, headers: [] as string[] }]),
  ]
}

function ruleOf(header: string): ThreadRule {
  return header === 'in-reply-to' ? 'in_reply_to' : 'references'
}

/** Two who answer the same letter, one we never saw, speak of one thing. */
async function byAncestor(tx: Tx, { letter, tokenKey, placeOf }: LetterToThread): Promise<Thread[]> {
  const unseen = answeredIds(letter).filter((id) => !placeOf.has(id) && readMessageId(tokenKey, id) === null)
  const found = await ancestorsOf(tx, unseen)
  return found.map(({ ticketId, messageId }) => {
    const header = letter.inReplyTo.includes(messageId) ? 'in-reply-to' : 'references'
    return { ticketId, rule: 'common_ancestor', evidence: { messageId, header }, headers: [header] }
  })
}

function bySubject({ letter, prefixes }: LetterToThread): Thread[] {
  return findSubjectTags(letter.subject, prefixes)
    .slice(0, 5)
    .map((ticketId) => ({ ticketId, rule: 'subject_tag', evidence: {}, headers: ['subject'] }))
}
