import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'
import { countAttempt, letterLimit, mustNotWait } from './attempts.ts'
import { networkOf, type Seat } from './seat.ts'

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
