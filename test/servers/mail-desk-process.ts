// A whole mail desk in a process of its own, for tests that kill it: listener, workers and outbox, no browser side.
import module from 'node:module'
import { channelTasks, startChannels } from '#server/channels/index.ts'
import { systemClock } from '#server/platform/clock.ts'
import { loadConfig } from '#server/platform/config.ts'
import { openDatabase } from '#server/platform/database/open-database.ts'
import { startWorker } from '#server/platform/jobs/worker.ts'
import { createLog } from '#server/platform/log.ts'
import type { Platform } from '#server/platform/platform.ts'
import { openNotices } from '#server/platform/realtime/notices.ts'
import { createSecrets } from '#server/platform/secrets.ts'
import { openStorage } from '#server/platform/storage/open-storage.ts'

const config = loadConfig()
const log = createLog(config.logLevel)
const url = config.databaseUrl ?? ''
const platform: Platform = {
  config,
  database: openDatabase({ url }),
  clock: systemClock,
  log,
  notices: await openNotices(url, log),
  secrets: createSecrets(config.secretKey),
  storage: await openStorage(config),
}
await startWorker(platform.database.pool, channelTasks(platform), log)
const channels = await startChannels(platform)
// It is going to be killed, and would leave nothing of what it compiled to the next.
module.flushCompileCache()
process.send?.({ smtpPort: channels.smtpPort })
