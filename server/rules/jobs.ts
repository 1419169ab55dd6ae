import { answerOnDemand } from '#server/platform/events/answerers.ts'
import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { heardTypes } from './evaluate/hear-event.ts'
import { answerEvent, answerTask } from './run/answer-event.ts'
import { forgetRuns } from './run/forget-runs.ts'
import { runScheduled } from './moments/run-scheduled.ts'
import { watchMoments } from './moments/watch-moments.ts'

for (const type of heardTypes) answerOnDemand(type, answerTask)

/** The background tasks of rules. */
export function ruleTasks(platform: Platform): Tasks {
  return {
    [answerTask]: (payload) => answerEvent(platform, payload),
    'rules.watch': () => watchMoments(platform),
    'rules.scheduled': (payload) => runScheduled(platform, payload),
    'rules.forget': () => forgetRuns(platform),
  }
}

/** Five cron fields, UTC. */
export const ruleCron = [
  { at: '* * * * *', task: 'rules.watch' },
  { at: '33 3 * * *', task: 'rules.forget' },
]
