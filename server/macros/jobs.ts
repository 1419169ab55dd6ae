import { answer } from '#server/platform/events/answerers.ts'
import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { runMacro } from './bulk/run-macro.ts'
import { runTask } from './bulk/start-run.ts'
import { afterAnswer } from './use/after-answer.ts'

const afterAnswerTask = 'macro.afterAnswer'
answer('reply.created', afterAnswerTask)
answer('note.added', afterAnswerTask)

export function macroTasks(platform: Platform): Tasks {
  return {
    [afterAnswerTask]: (payload) => afterAnswer(platform.database.db, payload),
    [runTask]: (payload) => runMacro(platform, payload),
  }
}
