import { sql } from 'kysely'
import type { MailLimits } from '#contract/mail-policy.ts'
import { blockAddress } from '#server/customers/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import type { Bounce, BouncedRecipient } from '../reading/automatic/bounce.ts'
import { storable } from '../receiving/open-letter.ts'
import type { BounceKind } from './tables.ts'

const dayMs = 24 * 3600_000

/** Whose letter came back, and whom it went to. */
export interface Returned {
  /** Null for a letter of the desk itself. */
  replyId: number | null
  ticketId: number | null
  recipients: readonly string[]
}

/** What became of the letter for one of its recipients; told in the feed. */
export interface NotedBounce {
  address: string
  kind: BounceKind
  status: string | null
  diagnostic: string
  /** Until when nothing is sent there because of this; null when letters still go. */
  blockedUntil: string | null
}

/**
 * Writes down what another server said of each recipient, and blocks an address that is no good, or that has
 * refused too often. Only recipients of that very letter count: a forged report must not silence anybody else.
 */
export async function noteBounces(
  tx: Tx,
  bounce: Bounce,
  returned: Returned,
  limits: MailLimits,
  now: Date,
): Promise<NotedBounce[]> {
  const noted: NotedBounce[] = []
  for (const recipient of bounce.recipients) {
    const address = recipientOf(recipient.address, returned.recipients)
    if (address === null || noted.some((one) => one.address === address)) continue
    const kind = kindOf(recipient)
    const diagnostic = storable(recipient.diagnostic)
    await tx
      .insertInto('letter_bounce')
      .values({ address, kind, status: recipient.status, diagnostic, reply_id: returned.replyId, at: now })
      .execute()
    const isTooOften = kind === 'soft' && (await isRepeated(tx, address, limits, now))
    const fact = { address, kind, status: recipient.status, diagnostic }
    if (kind !== 'hard' && !isTooOften) {
      noted.push({ ...fact, blockedUntil: null })
      continue
    }
    const { expires_at: until } = await blockAddress(
      tx,
      {
        ...fact,
        // Whom the desk's own letters do not reach may still be written to by people, who see what happens.
        scope: returned.replyId === null ? 'automatic' : 'all',
        cause: isTooOften ? 'soft_bounces' : 'hard_bounce',
        replyId: returned.replyId,
        ticketId: returned.ticketId,
        expiresAt: new Date(now.getTime() + limits.blockDays * dayMs),
      },
      now,
    )
    noted.push({ ...fact, blockedUntil: until?.toISOString() ?? null })
  }
  return noted
}

/** The recipient a report is about; one that names somebody else, after a forward, means the only one there was. */
export function recipientOf(address: string, recipients: readonly string[]): string | null {
  const named = address.toLowerCase()
  const known = recipients.find((one) => one.toLowerCase() === named)
  const only = recipients.length === 1 ? recipients[0] : undefined
  return (known ?? only)?.toLowerCase() ?? null
}

function kindOf(recipient: BouncedRecipient): BounceKind {
  if (recipient.outcome === 'delayed') return 'delayed'
  if (recipient.isAddressDead) return 'hard'
  return recipient.isPermanent ? 'refused' : 'soft'
}

/** Letters that were not taken, not reports: a server may report one letter several times. */
async function isRepeated(tx: Tx, address: string, limits: MailLimits, now: Date): Promise<boolean> {
  if (limits.softBounces === 0) return false
  const since = new Date(now.getTime() - limits.softBounceDays * dayMs)
  const { rows } = await sql<{ count: number }>`
    select count(distinct reply_id)::int as count from letter_bounce
    where address = ${address} and kind = 'soft' and at > ${since}`.execute(tx)
  return (rows[0]?.count ?? 0) >= limits.softBounces
}
