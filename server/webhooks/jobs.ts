import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { tidyWebhooks } from './tidy.ts'

export function webhookTasks(platform: Platform): Tasks {
  return { 'webhook.tidy': () => tidyWebhooks(platform) }
}

/** Five cron fields, UTC. */
export const webhookCron = [{ at: '23 * * * *', task: 'webhook.tidy' }]
