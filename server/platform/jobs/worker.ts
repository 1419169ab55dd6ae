import { EventEmitter } from 'node:events'
import { setTimeout as delay } from 'node:timers/promises'
import {
  Logger,
  type LogLevel,
  parseCronItems,
  run,
  runOnce,
  type TaskList,
  type WorkerEvents,
} from 'graphile-worker'
import pg from 'pg'
import { retryingConnect } from '#server/platform/database/retry-connect.ts'
import type { Log } from '#server/platform/log.ts'
import { announcePresence, freeDeadJobs } from './free-dead-jobs.ts'

/** Tasks by name; each gets its payload and throws to be tried again later. */
export type Tasks = Record<string, (payload: unknown) => Promise<void>>

export interface Worker {
  /** Lets running jobs end, gives waiting ones back. */
  stop(): Promise<void>
}

interface CronEntry {
  /** Five cron fields, UTC. */
  at: string
  task: string
}

const lookEverySeconds = 30

/** Starts taking jobs. `concurrency` bounds the jobs this process runs at once. */
export async function startWorker(
  pool: pg.Pool,
  tasks: Tasks,
  log: Log,
  options: { concurrency?: number; cron?: CronEntry[] } = {},
): Promise<Worker> {
  const own = queuePool(pool, log)
  const runner = await run({
    pgPool: own,
    taskList: toTaskList(tasks),
    concurrency: options.concurrency ?? 4,
    noHandleSignals: true,
    pollInterval: 5_000,
    parsedCronItems: parseCronItems(
      (options.cron ?? []).map((entry) => ({ match: entry.at, task: entry.task })),
    ),
    logger: graphileLogger(log),
    events: announcePresence(),
  })
  const looking = setInterval(() => {
    freeDeadJobs(pool, lookEverySeconds).then(
      (dead) =>
        dead.length > 0 && log.warn({ part: 'jobs', dead }, 'jobs of workers that are gone were freed'),
      (error: unknown) => log.warn({ part: 'jobs', error: String(error) }, 'looking for dead workers failed'),
    )
  }, lookEverySeconds * 1000)
  return {
    stop: async () => {
      clearInterval(looking)
      await runner.stop()
      await own.end()
    },
  }
}

/**
 * Connections for what the queue itself writes down: who has a job, and that it is done. Nobody waits for the disk to
 * have that: what a crash of the database takes back is a job that runs once more, as jobs may at any time. A job's
 * own work goes over the desk's pool and is kept before it counts.
 */
function queuePool(pool: pg.Pool, log: Log): pg.Pool {
  const own = new pg.Pool({ ...pool.options, max: 3 })
  own.on('error', (error) => log.warn({ part: 'jobs', error: error.message }, 'the queue lost a connection'))
  own.on('connect', (client) => {
    client.on('error', () => undefined)
    client.query('set synchronous_commit = off').catch(() => undefined)
  })
  retryingConnect(own)
  return own
}

/** Runs everything that is due, and what that leads to, until nothing is left. For tests and tools. */
export async function drainJobs(pool: pg.Pool, tasks: Tasks, log: Log): Promise<void> {
  let runnerId = ''
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:create', ({ workerPool }) => (runnerId = workerPool.id))
  await runOnce({
    pgPool: pool,
    taskList: toTaskList(tasks),
    noHandleSignals: true,
    logger: graphileLogger(log),
    events,
  })
  // The last outcomes are still being written down when `runOnce` returns.
  const unwritten = 'select 1 from graphile_worker.jobs where locked_by = $1 limit 1'
  while ((await pool.query(unwritten, [runnerId])).rowCount) await delay(5)
}

function toTaskList(tasks: Tasks): TaskList {
  return Object.fromEntries(
    Object.entries(tasks).map(([name, task]) => [name, (payload: unknown) => task(payload)]),
  )
}

const levels: Record<LogLevel, 'error' | 'warn' | 'debug'> = {
  error: 'error',
  warning: 'warn',
  info: 'debug',
  debug: 'debug',
}

function graphileLogger(log: Log): Logger {
  return new Logger(() => (level, message) => log[levels[level] ?? 'debug']({ part: 'jobs' }, message))
}
