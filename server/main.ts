import module from 'node:module'
import { setTimeout as delay } from 'node:timers/promises'
import { createDeskApp } from './app.ts'
import { calendarCron, calendarTasks } from './calendars/index.ts'
import type { Demo } from './demo/index.ts'
import {
  channelCron,
  channelTasks,
  ensureInboxFromEnvironment,
  nameTicketAddresses,
  startChannels,
} from './channels/index.ts'
import { identityCron, identityTasks, setUpFromEnvironment } from './identity/index.ts'
import { importTasks } from './imports/index.ts'
import { knowledgeTasks, watchKnowledge } from './knowledge/index.ts'
import { macroTasks } from './macros/index.ts'
import { systemClock } from './platform/clock.ts'
import { type Config, loadConfig } from './platform/config.ts'
import { migrate } from './platform/database/migrate.ts'
import { openDatabase } from './platform/database/open-database.ts'
import { isLostConnection, isPassing } from './platform/database/retry-connect.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './platform/embedded-postgres/index.ts'
import { startWorker } from './platform/jobs/worker.ts'
import { createLog, type Log } from './platform/log.ts'
import type { Platform } from './platform/platform.ts'
import { openNotices } from './platform/realtime/notices.ts'
import { createSecrets } from './platform/secrets.ts'
import { startSearchIndexUpkeep } from './platform/search-index.ts'
import { watchSettings } from './platform/settings.ts'
import { StartRefused } from './platform/start-refused.ts'
import { openStorage } from './platform/storage/open-storage.ts'
import { ruleCron, ruleTasks } from './rules/index.ts'
import { slaTasks, startTicker } from './sla/index.ts'
import { ticketTasks } from './tickets/index.ts'
import { portalCron, portalTasks, surveyAddress, ticketAddressOf } from './portal/index.ts'
import { surveyTasks } from './surveys/index.ts'
import { routingCron, routingTasks } from './routing/index.ts'
import { notificationCron, notificationTasks } from './notifications/index.ts'
import { startWebhooks, webhookCron, webhookTasks } from './webhooks/index.ts'
import { housekeepingCron, housekeepingTasks } from './desk/index.ts'

/** What the demo is asked for by: `npm start -- --demo`. */
const demoFlag = '--demo'
/** What was started, to be stopped in the opposite order. */
const running: (() => Promise<void> | void)[] = []
let isStopping = false
let hasMetDatabase = false
/** A start takes about a second, and waits a quarter of a minute for a database that restarts. */
const mostStarts = 10
/** A stop takes no longer than this, and a little for what is left then: less than compose.yaml gives it. */
const mostStopMs = 25_000
const leastStepMs = 2000
/** Connections that somebody still holds when the rest has stopped are cut off by the end of the process. */
const mostCloseMs = 2000

async function start(config: Config, log: Log): Promise<void> {
  const embedded = config.databaseUrl === undefined ? await startDatabase(config, log) : null
  const url = config.databaseUrl ?? embedded?.url ?? ''
  const database = openDatabase({
    url,
    maxConnections: config.databaseConnections,
    onIdleError: (error) => log.warn({ error: error.message }, 'a database connection was lost'),
  })
  running.push(() => Promise.race([database.close(), delay(mostCloseMs, undefined, { ref: false })]))
  const applied = await migrate(database.pool)
  hasMetDatabase = true
  if (applied.length > 0) log.info({ applied }, 'the database was brought up to date')

  const notices = await openNotices(url, log)
  running.push(() => notices.stop())
  const platform: Platform = {
    config,
    database,
    clock: systemClock,
    log,
    notices,
    secrets: createSecrets(config.secretKey),
    storage: await openStorage(config),
  }
  running.push(watchSettings(database.db, notices))
  running.push(watchKnowledge(database.db, notices))
  const upkeep = startSearchIndexUpkeep(database.db, log)
  running.push(() => upkeep.stop())
  const demo = config.isDemo ? await openDemo(platform) : null
  if (!demo) await setUp(platform)
  if (config.roles.includes('worker')) await startWork(platform)
  const channels = await startChannels(platform)
  running.push(() => channels.stop())
  demo?.receiveAt(channels.smtpPort)
  if (config.roles.includes('web')) await listen(platform, demo)
}

async function startDatabase(config: Config, log: Log): Promise<EmbeddedPostgres> {
  const embedded = await startEmbeddedPostgres({
    dataDir: config.dataDir,
    log: (message) => log.info(message),
  })
  running.push(() => embedded.stop())
  if (embedded.isElsewhere)
    print(
      `The database lies in ${embedded.folder}: PostgreSQL may not run as root, and its own user cannot enter ${config.dataDir}.`,
    )
  return embedded
}

/** Its code is loaded for it alone: a desk at work knows nothing of demos. */
async function openDemo(platform: Platform): Promise<Demo> {
  const { startDemo } = await import('./demo/index.ts')
  const demo = await startDemo(platform)
  running.push(() => demo.stop())
  return demo
}

async function setUp(platform: Platform): Promise<void> {
  const { administrator, inboxAddress } = platform.config.setup
  if (administrator) await setUpFromEnvironment(platform, administrator)
  if (inboxAddress !== undefined) await ensureInboxFromEnvironment(platform, inboxAddress)
}

async function startWork(platform: Platform): Promise<void> {
  nameTicketAddresses(ticketAddressOf(platform.config))
  const tasks = {
    ...identityTasks(platform),
    ...calendarTasks(platform),
    ...ticketTasks(platform),
    ...channelTasks(platform),
    ...housekeepingTasks(platform),
    ...importTasks(platform),
    ...macroTasks(platform),
    ...knowledgeTasks(platform),
    ...slaTasks(platform),
    ...routingTasks(platform),
    ...ruleTasks(platform),
    ...webhookTasks(platform),
    ...notificationTasks(platform),
    ...portalTasks(platform),
    ...surveyTasks(platform, { addressOf: surveyAddress(platform.config) }),
  }
  const worker = await startWorker(platform.database.pool, tasks, platform.log, {
    concurrency: platform.config.jobConcurrency,
    cron: [
      ...identityCron,
      ...calendarCron,
      ...channelCron,
      ...housekeepingCron,
      ...routingCron,
      ...ruleCron,
      ...webhookCron,
      ...notificationCron,
      ...portalCron,
    ],
  })
  running.push(() => worker.stop())
  const ticker = startTicker(platform)
  running.push(() => ticker.stop())
  const webhooks = startWebhooks(platform)
  running.push(() => webhooks.stop())
}

async function listen(platform: Platform, demo: Demo | null): Promise<void> {
  const { config } = platform
  const app = await createDeskApp(platform, demo ?? undefined)
  running.push(() => app.close())
  const address = await app.listen({ port: config.port, host: config.host })
  const where = config.isPublicUrlGiven ? config.publicUrl : address
  print(`Otklik is ready: ${where}${demo ? ' (a demo)' : ''}`)
  for (const line of demo?.welcome(where) ?? []) print(line)
}

/**
 * A database that goes away in the middle of a start, as one that is being restarted does, is met again with a
 * start from the beginning. One that was never there is told at once.
 */
async function startPersistently(config: Config, log: Log): Promise<void> {
  for (let attempt = 1; ; attempt++) {
    try {
      return await start(config, log)
    } catch (error) {
      const wasThere = config.databaseUrl === undefined || hasMetDatabase
      const isWorthwhile = isLostConnection(error) || (wasThere && isPassing(error))
      if (isStopping || attempt === mostStarts || !isWorthwhile) throw error
      log.warn({ error: error.message, attempt }, 'the database went away during the start: starting again')
      await undo()
      await delay(500)
    }
  }
}

/**
 * Stops what was started, the last first. What takes too long is left behind: a process that is killed instead leaves
 * its jobs locked.
 */
async function undo(): Promise<void> {
  const end = performance.now() + mostStopMs
  for (const step of running.splice(0).toReversed()) {
    const isDone = Promise.resolve(step())
      .catch((error: unknown) => print(`While stopping: ${String(error)}`))
      .then(() => true)
    const patience = Math.max(leastStepMs, end - performance.now())
    if (!(await Promise.race([isDone, delay(patience, false, { ref: false })]))) {
      print('While stopping: something did not end in time and was left behind')
    }
  }
}

async function stop(code: number): Promise<void> {
  if (isStopping) return
  isStopping = true
  await undo()
  process.exit(code)
}

function print(line: string): void {
  process.stderr.write(`${line}\n`)
}

function isExpected(error: unknown): error is Error {
  return error instanceof StartRefused
}

for (const signal of ['SIGINT', 'SIGTERM'] as const) process.on(signal, () => void stop(0))
try {
  const config = loadConfig(process.env, process.argv.includes(demoFlag))
  await startPersistently(config, createLog(config.logLevel))
  // Now rather than at the end: one that is killed starts again as quickly.
  module.flushCompileCache()
} catch (error) {
  print(
    isExpected(error)
      ? error.message
      : `Otklik could not start: ${error instanceof Error ? (error.stack ?? error.message) : String(error)}`,
  )
  await stop(1)
}
