import type { Tx } from '#server/platform/database/open-database.ts'
import { accountLimit, countAttempt, forgiveOne, mustNotWait, networkLimit } from './attempts.ts'
import { networkOf, type Seat } from './seat.ts'
import type {} from './tables.ts'

interface Attempt {
  account: string
  network: string
}

/**
 * Networks from which this agent signed in before have a counter of their own, which strangers elsewhere
 * cannot raise; nor does a whole office wait there because of one colleague's faulty program.
 */
export async function beginAttempt(tx: Tx, email: string, seat: Seat, now: Date): Promise<Attempt> {
  const place = networkOf(seat.ip)
  const isKnown = await hasSignedInFrom(tx, email, place)
  const account = `account:${email}${isKnown ? ` from ${place}` : ''}`
  const network = `network:${place}`
  await mustNotWait(tx, account, accountLimit, now)
  if (!isKnown) await mustNotWait(tx, network, networkLimit, now)
  await countAttempt(tx, account, now)
  await countAttempt(tx, network, now)
  return { account, network }
}

async function hasSignedInFrom(tx: Tx, email: string, place: string): Promise<boolean> {
  const seats = await tx
    .selectFrom('session')
    .innerJoin('agent', 'agent.id', 'session.agent_id')
    .select('session.ip')
    .distinct()
    .where('agent.email', '=', email)
    .execute()
  return seats.some(({ ip }) => networkOf(ip) === place)
}

/** The account's failures are forgotten; of the network's, only this attempt, for others may be guessing there. */
export async function forgive(tx: Tx, attempt: Attempt, at: Date): Promise<void> {
  await tx.deleteFrom('sign_in_failure').where('subject', '=', attempt.account).execute()
  await forgiveOne(tx, attempt.network, at)
}
