import { answer } from '#server/platform/events/answerers.ts'
import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { guardReplies } from '#server/tickets/index.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { confirmForm } from './confirm-form.ts'
import { sendSelfTest } from './health/send-self-test.ts'
import { watchChannels } from './health/watch-channels.ts'
import './health/measure.ts'
import { guardBlocked } from './email/policy/guard-blocked.ts'
import type { Running } from './channel.ts'
import { refuseUnencrypted } from './email/encryption/get-reply-protection.ts'
import { channels } from './registry.ts'
import { sendMessage } from './send.ts'

answer('reply.created', 'message.send')
guardReplies(refuseUnencrypted)
guardReplies(guardBlocked)

/** The background tasks of all channels. */
export function channelTasks(platform: Platform): Tasks {
  return Object.assign(
    {
      'message.send': (payload: unknown) => sendMessage(platform, payload),
      'channel.selfTest': (payload: unknown) => sendSelfTest(platform, payload),
      'channel.watch': () => watchChannels(platform),
      'form.confirm': (payload: unknown) =>
        inTransaction(platform.database.db, (tx) => confirmForm(tx, payload, platform.clock.now())),
    },
    ...channels.map((channel) => channel.tasks(platform)),
  ) as Tasks
}

/** Five cron fields, UTC. */
export const channelCron = [
  { at: '41 4 * * *', task: 'mailConnection.refresh' },
  { at: '* * * * *', task: 'channel.watch' },
  { at: '17 3 * * *', task: 'chat.sweep' },
  { at: '23 3 * * *', task: 'form.sweep' },
]

/** Starts every channel's listeners and fetchers, by this process's roles. */
export async function startChannels(platform: Platform): Promise<Running> {
  const running: Running[] = []
  const stop = async (): Promise<void> => {
    await Promise.all(running.map((one) => one.stop()))
  }
  try {
    for (const channel of channels) running.push(await channel.start(platform))
  } catch (error) {
    await stop()
    throw error
  }
  return { stop, smtpPort: running.find((one) => one.smtpPort !== undefined)?.smtpPort }
}
