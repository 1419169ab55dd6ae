import { inTransaction } from '#server/platform/database/transaction.ts'
import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { secondsBefore } from './attempts.ts'
import { sendRequestedLink } from './send-requested-link.ts'

export function identityTasks(platform: Pick<Platform, 'database' | 'clock' | 'secrets' | 'config'>): Tasks {
  const { db } = platform.database
  return {
    'identity.sendPasswordLink': (payload) => {
      const { email } = payload as { email: string }
      return inTransaction(db, (tx) => sendRequestedLink(tx, platform, email))
    },
    'identity.sweep': () => sweep(platform),
  }
}

/** Clears away what is over: failed attempts, used links, sessions that ended a month ago. */
async function sweep({ database: { db }, clock }: Pick<Platform, 'database' | 'clock'>): Promise<void> {
  const now = clock.now()
  await db.deleteFrom('sign_in_failure').where('at', '<', secondsBefore(now, 86_400)).execute()
  await db.deleteFrom('agent_token').where('expires_at', '<', secondsBefore(now, 86_400)).execute()
  await db
    .deleteFrom('session')
    .where('expires_at', '<', secondsBefore(now, 30 * 86_400))
    .execute()
}

/** Five cron fields, UTC. */
export const identityCron = [{ at: '17 3 * * *', task: 'identity.sweep' }]
