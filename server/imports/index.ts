import type { Tasks } from '#server/platform/jobs/worker.ts'
import type { Platform } from '#server/platform/platform.ts'
import { runImport } from './mailbox/run-import.ts'
import { undoImport } from './mailbox/undo-import.ts'

/** The front door: old mail and, later, other desks' data. */
export { mailboxImportRoutes } from './mailbox/routes.ts'

export function importTasks(platform: Platform): Tasks {
  return {
    'mailboxImport.run': (payload) => runImport(platform, payload),
    'mailboxImport.undo': (payload) => undoImport(platform, payload),
  }
}
