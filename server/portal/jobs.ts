import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import type {} from './requests/tables.ts'
import type {} from './sign-in/tables.ts'

const dayMs = 86_400_000

export function portalTasks({ database: { db }, clock }: Pick<Platform, 'database' | 'clock'>): Tasks {
  return {
    /** Clears away what is over: letters that signed in, sessions, keys of forms that were taken. */
    'portal.sweep': async () => {
      const now = clock.now()
      const yesterday = new Date(now.getTime() - dayMs)
      await db.deleteFrom('customer_sign_in').where('expires_at', '<', yesterday).execute()
      await db.deleteFrom('customer_session').where('expires_at', '<', now).execute()
      await db.deleteFrom('customer_form').where('at', '<', yesterday).execute()
    },
  }
}

/** Five cron fields, UTC. */
export const portalCron = [{ at: '41 3 * * *', task: 'portal.sweep' }]
