import { answer } from '#server/platform/events/answerers.ts'
import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { answerEvent } from './answer-event.ts'
import { answeredEvents } from './answered-events.ts'
import { mailNotices } from './mail-notices.ts'

for (const [type, when] of Object.entries(answeredEvents)) answer(type, 'notification.answer', when)

const keptDays = 90
const dayMs = 86_400_000

export function notificationTasks(platform: Platform): Tasks {
  const { database, clock } = platform
  return {
    'notification.answer': (payload) => answerEvent(platform, payload),
    'notification.mail': (payload) => mailNotices(platform, payload),
    'notification.tidy': async () => {
      const before = new Date(clock.now().getTime() - keptDays * dayMs)
      await database.db.deleteFrom('notification').where('created_at', '<', before).execute()
    },
  }
}

/** Five cron fields, UTC. */
export const notificationCron = [{ at: '29 3 * * *', task: 'notification.tidy' }]
