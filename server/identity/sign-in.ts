import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { accountLimit, countAttempt, forgiveOne, mustNotWait, networkLimit } from './attempts.ts'
import { openSession, type OpenedSession } from './open-session.ts'
import { verifyPassword } from './passwords.ts'
import { agentByEmail } from './queries.ts'
import { networkOf, type Seat } from './seat.ts'

interface Credentials {
  email: string
  password: string
}

/**
 * Opens a session, or fails with `wrong_credentials`: the same, and after the same time, for a wrong password,
 * an unknown address and an agent who is no longer active. `too_many_requests` when guessing has to wait.
 */
export async function signIn(
  db: Db,
  { email, password }: Credentials,
  seat: Seat,
  now: Date,
): Promise<OpenedSession> {
  const attempt = await inTransaction(db, (tx) => beginAttempt(tx, email, seat, now))
  const agent = await agentByEmail(db, email)
  const hash = agent?.is_active ? agent.password_hash : null
  if (!(await verifyPassword(hash, password)) || !agent) return fail('wrong_credentials')
  return inTransaction(db, async (tx) => {
    await mustStillHold(tx, agent.id, hash)
    await forgive(tx, attempt, now)
    return openSession(tx, agent.id, seat, now)
  })
}

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

/** The password may have been changed, or the agent put out, while it was being verified. */
async function mustStillHold(tx: Tx, agentId: number, hash: string | null): Promise<void> {
  const agent = await tx
    .selectFrom('agent')
    .select('id')
    .where('id', '=', agentId)
    .where('is_active', '=', true)
    .where('password_hash', '=', hash)
    .forShare()
    .executeTakeFirst()
  if (!agent) fail('wrong_credentials')
}
