// The imports of a desk in a process of its own, for tests that kill it.
import { systemClock } from '#server/platform/clock.ts'
import { loadConfig } from '#server/platform/config.ts'
import { openDatabase } from '#server/platform/database/open-database.ts'
import { startWorker } from '#server/platform/jobs/worker.ts'
import { createLog } from '#server/platform/log.ts'
import { openNotices } from '#server/platform/realtime/notices.ts'
import { createSecrets } from '#server/platform/secrets.ts'
import { openStorage } from '#server/platform/storage/open-storage.ts'
import { importTasks } from '#server/imports/index.ts'
import { knowledgeTasks } from '#server/knowledge/index.ts'

const config = loadConfig()
const log = createLog(config.logLevel)
const url = config.databaseUrl ?? ''
const platform = {
  config,
  database: openDatabase({ url }),
  clock: systemClock,
  log,
  notices: await openNotices(url, log),
  secrets: createSecrets(config.secretKey),
  storage: await openStorage(config),
}
await startWorker(platform.database.pool, { ...importTasks(platform), ...knowledgeTasks(platform) }, log)
process.send?.('started')
