import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import type {} from '#server/platform/system-letters.ts'
import { markDelivery } from '#server/tickets/index.ts'
import type { Bounce } from './bounce.ts'
import type { Outcome } from './letter-case.ts'
import type { EmailDesk } from './email-desk.ts'
import type { InboundLetter } from './letter.ts'
import { readMessageId } from './thread-token.ts'

interface Returned {
  letterId: number
  /** False when the reply has been sent once more since: what becomes of it is told by the newer letter. */
  isNewest: boolean
  replyId: number
  ticketId: number
}

/**
 * A mail system says what became of a letter of ours: that belongs to the reply and makes no ticket. A delay is
 * told and changes nothing; a refusal marks the reply as failed.
 */
export async function settleBounce(tx: Tx, desk: EmailDesk, bounce: Bounce, now: Date): Promise<Outcome> {
  const detail = { recipients: bounce.recipients, originalMessageId: bounce.originalMessageId }
  const returned = await findReturned(tx, desk, bounce.originalMessageId)
  if (!returned) {
    const isSystemLetter = await failSystemLetter(tx, bounce.originalMessageId, detail)
    return { state: 'ignored', reason: isSystemLetter ? 'bounce_of_notice' : 'bounce_unknown', detail }
  }
  const said = bounce.recipients
    .map(({ address, status, diagnostic }) => [address, status, diagnostic].filter(Boolean).join(' '))
    .join('\n')
    .slice(0, 2000)
  const isFinal = bounce.recipients.some((recipient) => recipient.outcome === 'failed')
  if (isFinal) {
    if (returned.isNewest) {
      await markDelivery(tx, returned.replyId, { state: 'failed', error: 'bounced', detail: said }, now)
    }
    await tx
      .updateTable('outbound_letter')
      .set({ state: 'failed', error: 'bounced', detail: said })
      .where('id', '=', returned.letterId)
      .execute()
  } else {
    await tellOfReply(tx, 'reply.delayed', returned, { detail: said }, now)
  }
  return {
    state: 'threaded',
    reason: isFinal ? 'bounce' : 'bounce_delayed',
    detail,
    ticketId: returned.ticketId,
  }
}

/** Somebody pressed "this is spam" on a letter of ours. */
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
  await tellOfReply(tx, 'reply.complained', returned, {}, now)
  return { state: 'threaded', reason: 'complaint', ticketId: returned.ticketId }
}

/** Our reply under that Message-ID: by the outbox, or by the keyed id itself when a relay changed its domain. */
async function findReturned(tx: Tx, desk: EmailDesk, messageId: string | null): Promise<Returned | null> {
  if (messageId === null) return null
  const keyed = readMessageId(desk.tokenKey, messageId)
  const row = await tx
    .selectFrom('outbound_letter')
    .select(['id as letterId', 'reply_id as replyId', 'ticket_id as ticketId'])
    .select((eb) =>
      eb
        .not(
          eb.exists(
            eb
              .selectFrom('outbound_letter as newer')
              .select('newer.id')
              .whereRef('newer.reply_id', '=', 'outbound_letter.reply_id')
              .whereRef('newer.id', '>', 'outbound_letter.id'),
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
  return row ? { ...row, isNewest: Boolean(row.isNewest) } : null
}

async function failSystemLetter(tx: Tx, messageId: string | null, detail: object): Promise<boolean> {
  if (messageId === null) return false
  const failed = await tx
    .updateTable('system_letter')
    .set({ state: 'failed', error: `bounced ${JSON.stringify(detail)}`.slice(0, 2000) })
    .where('message_id', '=', `<${messageId}>`)
    .executeTakeFirst()
  return failed.numUpdatedRows > 0n
}

async function tellOfReply(
  tx: Tx,
  type: string,
  { replyId, ticketId }: Returned,
  data: Record<string, unknown>,
  now: Date,
): Promise<void> {
  const actor = { kind: 'system', id: null } as const
  await recordEvent(tx, { type, at: now, actor, ticketId, data: { replyId, ...data } })
}
