import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { publishDue, publishTask } from './articles/publish-text.ts'

export function knowledgeTasks({ database: { db }, clock }: Platform): Tasks {
  return { [publishTask]: (payload) => publishDue(db, payload, clock.now()) }
}
