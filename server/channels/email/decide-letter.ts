import { sql } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import { receive } from '#server/channels/receive.ts'
import type { InboundLetterRow, LetterState } from '#server/channels/tables.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { type LetterJudgement, judgeLetter } from './automated.ts'
import { readBounce } from './bounce.ts'
import type { EmailDesk } from './email-desk.ts'
import type { InboundLetter, LetterAddress } from './letter.ts'
import { type OpenedLetter, storable } from './open-letter.ts'
import type { Related } from './related-letters.ts'
import { settleBounce, settleComplaint } from './settle-bounce.ts'
import { type Thread, findThread } from './thread.ts'
import { readMessageId } from './thread-token.ts'

/** What became of a letter: one of the ledger's final states, and the rule that decided. */
export interface Outcome {
  state: Exclude<LetterState, 'received'>
  /** A key of `letterReason` in locales/. */
  reason: string
  detail?: Record<string, unknown>
  ticketId?: number | null
  customerMessageId?: number | null
}

export interface LetterCase {
  row: InboundLetterRow
  opened: OpenedLetter
  ownAddresses: readonly string[]
  prefixes: readonly string[]
  inbox: { id: number; teamId: number | null }
}

export interface Decided {
  input: LetterCase
  outcome: Outcome
}

/** Says what a letter is and does what follows, in the transaction that will write the ledger's last word on it. */
export async function decideLetter(
  tx: Tx,
  desk: EmailDesk,
  input: LetterCase,
  related: Related,
  now: Date,
): Promise<Outcome> {
  const { row, opened, ownAddresses } = input
  const { letter } = opened
  const isOwnMessageId = letter.messageId !== null && readMessageId(desk.tokenKey, letter.messageId) !== null
  const judgement = judgeLetter(letter, {
    ownAddresses,
    isOwnMessageId,
    envelopeFrom: row.envelope.mailFrom ?? null,
  })
  if (isOwnMessageId) return ignored('own_letter')
  // An administrator who has a letter processed again wants it to be a customer's, whatever it looks like.
  const isWanted = row.detail['isReplayed'] === true
  if (!isWanted) {
    if (judgement.kind === 'bounce') return settleBounce(tx, desk, opened.bounce ?? readBounce(letter), now)
    if (judgement.kind === 'complaint') return settleComplaint(tx, desk, letter, now)
    if (letter.from && isOwn(ownAddresses, letter.from.address)) return ignored('own_address')
  }
  if (related.same) return sameLetter(row, related.same)
  const thread = await findThread(tx, {
    letter,
    quoted: `${opened.quotedText}\n${opened.quotedHtml ?? ''}\n${letter.text}`,
    rcptTo: row.envelope.rcptTo ?? [],
    tokenKey: desk.tokenKey,
    prefixes: input.prefixes,
    ticketOf: related.ticketOf,
  })
  const refusal = isWanted ? null : await refuseAutomatic(tx, letter, judgement, thread, now)
  return refusal ?? enter(tx, input, judgement, thread, now)
}

/** A letter of ours through a second mailbox of ours: it belongs where the first one went. */
function sameLetter(row: InboundLetterRow, same: NonNullable<Related['same']>): Outcome {
  const facts = {
    ticketId: same.ticket_id,
    customerMessageId: same.customer_message_id,
    detail: { letterId: same.id },
  }
  return same.inbox_id === row.inbox_id
    ? { state: 'ignored', reason: 'duplicate', ...facts }
    : { state: 'threaded', reason: 'same_letter', ...facts }
}

const mostAutomaticPerDay = 5

/**
 * A machine's answer makes no ticket: it answers something, and if that was ours it is found by its thread. Nor
 * may two machines talk for ever: beyond a few a day on one ticket the rest stays in the ledger.
 */
async function refuseAutomatic(
  tx: Tx,
  letter: InboundLetter,
  judgement: LetterJudgement,
  thread: Thread | null,
  now: Date,
): Promise<Outcome | null> {
  if (judgement.kind !== 'auto_reply') return null
  const detail = { signs: judgement.reasons }
  if (!thread) {
    const isNotice = judgement.reasons.some((reason) => reason.startsWith('auto-submitted: auto-generated'))
    return isNotice ? null : ignored('automatic_reply', detail)
  }
  const since = new Date(now.getTime() - 24 * 3600_000)
  const { rows } = await sql<{ count: number }>`
    select count(*)::int as count from inbound_letter
    where ticket_id = ${thread.ticketId} and received_at > ${since} and from_address = ${letter.from?.address.toLowerCase() ?? ''}
      and detail ? 'signs'`.execute(tx)
  const count = rows[0]?.count ?? 0
  return count < mostAutomaticPerDay
    ? null
    : { ...ignored('automatic_flood', detail), ticketId: thread.ticketId }
}

async function enter(
  tx: Tx,
  { opened, ownAddresses, inbox }: LetterCase,
  judgement: LetterJudgement,
  thread: Thread | null,
  now: Date,
): Promise<Outcome> {
  const { letter } = opened
  const sender = asPerson(letter.from ?? { name: '', address: '' })
  // A person who writes through a mailing list is a person.
  const isAutomatic = judgement.kind === 'auto_reply'
  const received = await receive(
    tx,
    {
      ticketId: thread?.ticketId ?? null,
      channel: 'email',
      inbox,
      sender,
      subject: storable(letter.subject.slice(0, 500)),
      ...words(opened),
      from: letter.from ? sender : null,
      to: people(letter.to),
      cc: people(letter.cc),
      replyAll: everybodyElse(letter, ownAddresses),
      sentAt: letter.date,
      files: opened.files,
      isAutomatic,
    },
    now,
  )
  return {
    state: received.isNewTicket ? 'new_ticket' : 'threaded',
    reason: thread === null ? 'no_thread' : received.isNewTicket ? 'closed_ticket' : thread.rule,
    detail: {
      ...(judgement.reasons.length > 0 && { [isAutomatic ? 'signs' : 'remarks']: judgement.reasons }),
      ...(received.isNewTicket && thread && { rule: thread.rule, closedTicketId: thread.ticketId }),
      ...(letter.unparsableReason !== null && { unparsable: letter.unparsableReason }),
    },
    ticketId: received.ticketId,
    customerMessageId: received.customerMessageId,
  }
}

function ignored(reason: string, detail?: Record<string, unknown>): Outcome {
  return { state: 'ignored', reason, detail }
}

function words(opened: OpenedLetter) {
  const html = (text: string | null) => (text === null ? null : storable(text))
  return {
    text: storable(opened.visibleText),
    html: html(opened.visibleHtml),
    quotedText: opened.quotedText === '' ? null : storable(opened.quotedText),
    quotedHtml: html(opened.quotedHtml),
    hasRemoteImages: opened.hasRemoteImages,
  }
}

const mostPeople = 100

function asPerson(box: LetterAddress): PersonAddress {
  return {
    address: storable(box.address.toLowerCase().slice(0, 320)),
    name: storable(box.name.slice(0, 200)),
  }
}

function people(boxes: readonly LetterAddress[]): PersonAddress[] {
  return boxes.slice(0, mostPeople).map(asPerson)
}

/** Whom "reply to all" means: To and Cc without us and without the sender. */
function everybodyElse(letter: InboundLetter, ownAddresses: readonly string[]): PersonAddress[] {
  const sender = letter.from?.address.toLowerCase()
  return people([...letter.to, ...letter.cc]).filter(
    ({ address }) => /^[^@\s]+@[^@\s]+$/.test(address) && address !== sender && !isOwn(ownAddresses, address),
  )
}

function isOwn(ownAddresses: readonly string[], address: string): boolean {
  const plain = address.toLowerCase()
  return ownAddresses.includes(plain) || ownAddresses.includes(plain.replace(/\+[^@]*@/, '@'))
}
