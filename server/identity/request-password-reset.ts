import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import type { Platform } from '#server/platform/platform.ts'
import { countAttempt, letterLimit, mustNotWait, secondsBefore } from './attempts.ts'
import { sendPasswordLink } from './password-links.ts'
import { agentByEmail } from './queries.ts'
import { networkOf, type Seat } from './seat.ts'

const lettersPerHour = 3

/**
 * Has a password letter sent to the agent of that address, if there is one. Who it is for is found out in the
 * background, so that neither the answer nor its time tells.
 */
export async function requestPasswordReset(db: Db, email: string, seat: Seat, now: Date): Promise<void> {
  const subject = `letters:${networkOf(seat.ip)}`
  await inTransaction(db, async (tx) => {
    await mustNotWait(tx, subject, letterLimit, now)
    await countAttempt(tx, subject, now)
    await enqueue(tx, 'identity.sendPasswordLink', { email })
  })
}

/** The job behind it. At most a few letters an hour: a stranger must not fill somebody's mailbox. */
export async function sendRequestedLink(
  tx: Tx,
  platform: Pick<Platform, 'clock' | 'secrets' | 'config'>,
  email: string,
): Promise<void> {
  const agent = await agentByEmail(tx, email)
  if (!agent?.is_active) return
  const recent = await tx
    .selectFrom('agent_token')
    .select('token_hash')
    .where('agent_id', '=', agent.id)
    .where('purpose', '=', 'password_reset')
    .where('created_at', '>', secondsBefore(platform.clock.now(), 3600))
    .execute()
  if (recent.length < lettersPerHour) await sendPasswordLink(tx, platform, agent, 'password_reset')
}
