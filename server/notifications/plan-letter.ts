import type { Tx } from '#server/platform/database/open-database.ts'
import { enqueue } from '#server/platform/jobs/enqueue.ts'

/** Whoever reads it in the desk within that time gets no letter. */
export const letterWaitMs = 2 * 60_000

/** One job waits for each agent; what comes meanwhile does not put it off. */
export async function planLetter(tx: Tx, agentId: number, runAt: Date): Promise<void> {
  const key = `notification.mail ${agentId}`
  await enqueue(tx, 'notification.mail', { agentId }, { runAt, key, keepsRunAt: true })
}
