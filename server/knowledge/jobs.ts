import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { publishDue, publishTask } from './articles/publish-text.ts'
import { importTask } from './import/manage-imports.ts'
import { runImport } from './import/run-import.ts'

export function knowledgeTasks(platform: Platform): Tasks {
  const { database, clock } = platform
  return {
    [publishTask]: (payload) => publishDue(database.db, payload, clock.now()),
    [importTask]: (payload) => runImport(platform, payload),
  }
}
