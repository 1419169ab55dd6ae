import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { fail } from '#server/platform/http/failure.ts'
import { openSession, type OpenedSession } from './open-session.ts'
import { verifyPassword } from './passwords.ts'
import { agentByEmail } from './queries.ts'
import type { Seat } from './seat.ts'
import { beginAttempt, forgive } from './sign-in-attempt.ts'

interface Credentials {
  email: string
  password: string
}

/**
 * Opens a session, or fails with `wrong_credentials`: the same, and after the same time, for a wrong password,
 * an unknown address and an agent who is no longer active. `too_many_requests` when guessing has to wait,
 * `not_set_up` when there is nobody yet who could sign in.
 */
export async function signIn(
  db: Db,
  { email, password }: Credentials,
  seat: Seat,
  now: Date,
): Promise<OpenedSession> {
  await mustHaveSomebody(db)
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

async function mustHaveSomebody(db: Db): Promise<void> {
  const anybody = await db.selectFrom('agent').select('id').limit(1).executeTakeFirst()
  if (!anybody) fail('not_set_up')
}
