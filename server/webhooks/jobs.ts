import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { tidyDeliveries } from './tidy.ts'

export function webhookTasks(platform: Platform): Tasks {
  return { 'webhook.tidy': () => tidyDeliveries(platform) }
}

/** Five cron fields, UTC. */
export const webhookCron = [{ at: '23 3 * * *', task: 'webhook.tidy' }]
