import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { mostUnverifiedPerHour } from './acknowledge.ts'
import { barredFromAutomatic } from './barred-recipients.ts'
import { readMailLimits } from './mail-policy.ts'
import { raiseAlert } from './raise-alert.ts'

interface Answer {
  address: string
  inboxId: number | null
  ticketId: number
}

const hourMs = 3_600_000

/**
 * Whether the desk may answer an address by itself once more, whoever wishes it: not one of its own, none that bounced
 * or complained, so many an address and day, and no flood to people who may never have written. Null when it may, which
 * is then counted; the caller answers in the same transaction.
 */
export async function admitAnswer(
  tx: Tx,
  { address, inboxId, ticketId }: Answer,
  now: Date,
): Promise<'blocked_address' | 'too_many_answers' | null> {
  const before = (hours: number) => new Date(now.getTime() - hours * hourMs)
  // Two answers to one address at the same moment: the second one waits and finds the first one counted.
  await sql`select pg_advisory_xact_lock(hashtextextended(${`automatic answer ${address}`}, 0))`.execute(tx)
  const { rows } = await sql<{
    is_own: boolean
    today: number
    unverified: number
    is_verified: boolean | null
    inbox: string | null
  }>`
    select exists (select from inbox where lower(address) = ${address}) as is_own,
      (select count(*)::int from automatic_answer where address = ${address} and at > ${before(24)}) as today,
      (select count(*)::int from automatic_answer
        where inbox_id = ${inboxId} and at > ${before(1)} and not is_verified) as unverified,
      (select authentication ->> 'result' = 'pass' and authentication ->> 'address' = ${address} from inbound_letter
        where ticket_id = ${ticketId} and customer_message_id is not null order by id desc limit 1) as is_verified,
      (select address from inbox where id = ${inboxId}) as inbox`.execute(tx)
  const [counts] = rows
  if (!counts || counts.is_own || (await barredFromAutomatic(tx, [address], now)).length > 0)
    return 'blocked_address'
  const limits = await readMailLimits(tx)
  if (counts.today >= limits.automaticAnswersPerDay) return 'too_many_answers'
  const isVerified = counts.is_verified === true
  if (!isVerified && inboxId !== null && counts.unverified >= mostUnverifiedPerHour) {
    await raiseAlert(tx, { kind: 'unverified_flood', subject: counts.inbox ?? '', inboxId }, now)
    return 'too_many_answers'
  }
  await tx
    .insertInto('automatic_answer')
    .values({ address, inbox_id: inboxId, ticket_id: ticketId, is_verified: isVerified, at: now })
    .execute()
  return null
}
