import { blockAddress } from '#server/customers/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import type {} from '#server/platform/system-letters.ts'
import { markDelivery } from '#server/tickets/index.ts'
import type { Bounce } from '../reading/automatic/bounce.ts'
import type { Outcome } from './letter-case.ts'
import type { EmailDesk } from '../email-desk.ts'
import type { InboundLetter } from '../reading/letter.ts'
import type { CurrentPolicy } from '../policy/mail-policy.ts'
import { type NotedBounce, type Returned, noteBounces, recipientOf } from '../policy/note-bounces.ts'
import { readMessageId } from '../threading/thread-token.ts'

interface OurLetter extends Returned {
  letterId: number
  /** False when the reply has been sent once more since: what becomes of it is told by the newer letter. */
  isNewest: boolean
  replyId: number
  ticketId: number
  /** Whom a server has taken it for. */
  accepted: string[]
}

/**
 * A mail system says what became of a letter of ours: that belongs to the reply and makes no ticket. A delay is
 * told and changes nothing; a refusal marks the reply as failed, and an address that is no good is written to no
 * more for a while.
 */
export async function settleBounce(
  tx: Tx,
  desk: EmailDesk,
  bounce: Bounce,
  policy: CurrentPolicy,
  now: Date,
): Promise<Outcome> {
  const detail = { recipients: bounce.recipients, originalMessageId: bounce.originalMessageId }
  const returned = await findReturned(tx, desk, bounce.originalMessageId)
  if (!returned) {
    const isSystemLetter = await failSystemLetter(tx, bounce, detail, policy, now)
    return { state: 'ignored', reason: isSystemLetter ? 'bounce_of_notice' : 'bounce_unknown', detail }
  }
  const noted = await noteBounces(tx, bounce, returned, policy.limits, now)
  const isFinal = bounce.recipients.some((recipient) => recipient.outcome === 'failed')
  if (isFinal) await failReply(tx, returned, bounce, noted, now)
  await tellOfReply(tx, isFinal ? 'reply.bounced' : 'reply.delayed', returned, { recipients: noted }, now)
  return {
    state: 'threaded',
    reason: isFinal ? 'bounce' : 'bounce_delayed',
    detail: { ...detail, replyId: returned.replyId },
    ticketId: returned.ticketId,
  }
}

/** The letter did not reach everybody; sent again, it goes to those it did not reach. */
async function failReply(
  tx: Tx,
  returned: OurLetter,
  bounce: Bounce,
  noted: readonly NotedBounce[],
  now: Date,
): Promise<void> {
  const said = bounce.recipients
    .map(({ address, status, diagnostic }) => [address, status, diagnostic].filter(Boolean).join(' '))
    .join('\n')
    .slice(0, 2000)
  const failed = noted.filter((one) => one.kind !== 'delayed').map((one) => one.address)
  const { accepted } = returned
  const reached = failed.length > 0 ? accepted.filter((one) => !failed.includes(one.toLowerCase())) : []
  const error =
    failed.length > 0 && failed.length < returned.recipients.length
      ? 'some_bounced'
      : noted.length > 0 && noted.every((one) => one.kind === 'soft')
        ? 'bounced_soft'
        : 'bounced'
  if (returned.isNewest) {
    await markDelivery(tx, returned.replyId, { state: 'failed', error, detail: said }, now)
  }
  await tx
    .updateTable('outbound_letter')
    .set({ state: 'failed', error, detail: said, accepted: reached })
    .where('id', '=', returned.letterId)
    .execute()
}

/** Somebody pressed "this is spam" on a letter of ours: machines of ours write to them no more, people may. */
export async function settleComplaint(
  tx: Tx,
  desk: EmailDesk,
  letter: InboundLetter,
  now: Date,
): Promise<Outcome> {
  const original = letter.nested.find((inner) => inner.messageId !== null)?.messageId ?? null
  const returned = await findReturned(tx, desk, original)
  if (!returned)
    return { state: 'ignored', reason: 'complaint_unknown', detail: { originalMessageId: original } }
  const { replyId, ticketId } = returned
  const address = recipientOf(complainant(letter), returned.recipients)
  if (address !== null) {
    const block = { address, scope: 'automatic', cause: 'complaint', expiresAt: null } as const
    await blockAddress(tx, { ...block, replyId, ticketId }, now)
  }
  await tellOfReply(tx, 'reply.complained', returned, { address }, now)
  return { state: 'threaded', reason: 'complaint', ticketId, detail: { replyId, address } }
}

/** RFC 5965 names who complained in the report; '' where a provider keeps it to itself. */
function complainant(letter: InboundLetter): string {
  const report = letter.reports.find((part) => part.kind === 'feedback-report')?.text ?? ''
  const field = /^(?:original-rcpt-to|original-recipient)\s*:\s*(?:rfc822;)?\s*<?([^\s<>]+@[^\s<>]+?)>?\s*$/im
  return field.exec(report)?.[1] ?? ''
}

/** Our reply under that Message-ID: by the outbox, or by the keyed id itself when a relay changed its domain. */
async function findReturned(tx: Tx, desk: EmailDesk, messageId: string | null): Promise<OurLetter | null> {
  if (messageId === null) return null
  const keyed = readMessageId(desk.tokenKey, messageId)
  const row = await tx
    .selectFrom('outbound_letter')
    .innerJoin('reply', 'reply.id', 'outbound_letter.reply_id')
    .select([
      'outbound_letter.id as letterId',
      'reply_id as replyId',
      'outbound_letter.ticket_id as ticketId',
    ])
    .select(['accepted', 'outbound_letter.to_addresses as only', 'reply.to_addresses as to'])
    .select(['reply.cc_addresses as cc', 'reply.bcc_addresses as bcc'])
    .select((eb) =>
      eb
        .not(
          eb.exists(
            eb
              .selectFrom('outbound_letter as newer')
              .select('newer.id')
              .whereRef('newer.reply_id', '=', 'outbound_letter.reply_id')
              .whereRef('newer.id', '>', 'outbound_letter.id')
              .where('newer.state', '<>', 'cancelled'),
          ),
        )
        .as('isNewest'),
    )
    .where((eb) =>
      eb.or([
        eb('message_id', '=', messageId),
        // The first letter of a reply carries the reply's number, one sent again a number of its own.
        ...(keyed
          ? [
              eb('part_id', '=', keyed.partId),
              eb.and([eb('reply_id', '=', keyed.partId), eb('part_id', 'is', null)]),
            ]
          : []),
      ]),
    )
    .executeTakeFirst()
  if (!row) return null
  const { only, to, cc, bcc, ...letter } = row
  const recipients = (only ?? [...to, ...cc, ...bcc]).map((person) => person.address)
  return { ...letter, isNewest: Boolean(row.isNewest), recipients }
}

/** A letter of the desk itself has come back: it is not sent again, and its address gets no notices for a while. */
async function failSystemLetter(
  tx: Tx,
  bounce: Bounce,
  detail: object,
  policy: CurrentPolicy,
  now: Date,
): Promise<boolean> {
  if (bounce.originalMessageId === null) return false
  const isFinal = bounce.recipients.some((recipient) => recipient.outcome === 'failed')
  const letter = await tx
    .updateTable('system_letter')
    .set({ error: `bounced ${JSON.stringify(detail)}`.slice(0, 2000), ...(isFinal && { state: 'failed' }) })
    .where('message_id', '=', `<${bounce.originalMessageId}>`)
    .returning('to_address')
    .executeTakeFirst()
  if (!letter) return false
  const returned = { replyId: null, ticketId: null, recipients: [letter.to_address] }
  await noteBounces(tx, bounce, returned, policy.limits, now)
  return true
}

async function tellOfReply(
  tx: Tx,
  type: string,
  { replyId, ticketId }: OurLetter,
  data: Record<string, unknown>,
  now: Date,
): Promise<void> {
  const actor = { kind: 'system', id: null } as const
  await recordEvent(tx, { type, at: now, actor, ticketId, data: { replyId, ...data } })
}
