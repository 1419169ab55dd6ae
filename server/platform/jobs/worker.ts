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
  type WorkerPool,
} from 'graphile-worker'
import pg from 'pg'
import { retryingConnect } from '#server/platform/database/retry-connect.ts'
import type { Log } from '#server/platform/log.ts'
import { announcePresence, freeDeadJobs } from './free-dead-jobs.ts'

/** Tasks by name; each gets its payload and throws to be tried again later. */
export type Tasks = Record<string, (payload: unknown) => Promise<void>>

export interface Worker {
  /** Lets running jobs end, and gives back what has not by then, for whoever starts next. */
  stop(): Promise<void>
}

interface CronEntry {
  /** Five cron fields, UTC. */
  at: string
  task: string
}

const lookEverySeconds = 30
/** What a job gets to end in when its process is stopped: a letter with large files takes so long. */
const usualGraceMs = 15_000

/** Starts taking jobs. `concurrency` bounds the jobs this process runs at once. */
export async function startWorker(
  pool: pg.Pool,
  tasks: Tasks,
  log: Log,
  options: { concurrency?: number; cron?: CronEntry[]; graceMs?: number } = {},
): Promise<Worker> {
  const concurrency = options.concurrency ?? 4
  const own = queuePool(pool, log, concurrency)
  const events = announcePresence()
  const stopNudging = nudgeQueues(events)
  let runnerId = ''
  events.on('pool:create', ({ workerPool }) => (runnerId = workerPool.id))
  const runner = await run({
    pgPool: own,
    taskList: toTaskList(tasks),
    concurrency,
    noHandleSignals: true,
    pollInterval: 5_000,
    parsedCronItems: parseCronItems(
      (options.cron ?? []).map((entry) => ({ match: entry.at, task: entry.task })),
    ),
    logger: graphileLogger(log),
    events,
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
      stopNudging()
      const stopped = runner.stop().then(() => true)
      if (await Promise.race([stopped, delay(options.graceMs ?? usualGraceMs, false, { ref: false })])) {
        // Without a database to ask there is nothing to wait for.
        await outcomesWritten(pool, runnerId, mostWaits).catch(() => undefined)
        return own.end()
      }
      log.warn({ part: 'jobs' }, 'jobs that did not end in time were given back')
      await giveBack(pool, runnerId)
      // Their connections are closed with the process.
      void Promise.all([stopped, own.end()]).catch(() => undefined)
    },
  }
}

/**
 * Connections for what the queue itself writes down: who has a job, and that it is done. Nobody waits for the disk to
 * have that: what a crash of the database takes back is a job that runs once more, as jobs may at any time. A job's
 * own work goes over the desk's pool and is kept before it counts.
 */
function queuePool(pool: pg.Pool, log: Log, max: number): pg.Pool {
  const own = new pg.Pool({ ...pool.options, max })
  own.on('error', (error) => log.warn({ part: 'jobs', error: error.message }, 'the queue lost a connection'))
  own.on('connect', (client) => {
    client.on('error', () => undefined)
    client.query('set synchronous_commit = off').catch(() => undefined)
  })
  retryingConnect(own)
  return own
}

/** A job's end is mostly written down within the first, and when the disk is slow within the second, ms. */
const nudgesMs = [10, 250]

/**
 * Workers look for the next job before the end of the last one is written down. Where both belong to one named queue,
 * the next is still locked then, and would wait for the next look seconds later: so they are made to look again.
 */
function nudgeQueues(events: WorkerEvents): () => void {
  let pool: WorkerPool | null = null
  const timers = new Set<NodeJS.Timeout>()
  events.on('pool:create', ({ workerPool }) => (pool = workerPool))
  events.on('job:complete', ({ job }) => {
    if (job.job_queue_id === null) return
    for (const ms of nudgesMs) {
      const timer = setTimeout(() => {
        timers.delete(timer)
        pool?.nudge(1)
      }, ms)
      timers.add(timer)
    }
  })
  const stop = (): void => {
    pool = null
    for (const timer of timers) clearTimeout(timer)
  }
  // It may also end by itself, when the database is gone.
  events.on('pool:gracefulShutdown', stop)
  events.on('pool:forcefulShutdown', stop)
  events.on('pool:release', stop)
  return stop
}

/** Runs everything that is due, and what that leads to, until nothing is left. For tests and tools. */
export async function drainJobs(pool: pg.Pool, tasks: Tasks, log: Log): Promise<void> {
  do await runDue(pool, tasks, log)
  while (await isAnyDue(pool, Object.keys(tasks)))
}

/** The next job of a named queue is not seen while the end of the last one is being written down. */
async function isAnyDue(pool: pg.Pool, names: string[]): Promise<boolean> {
  const { rowCount } = await pool.query(
    `select from graphile_worker.jobs
      where task_identifier = any($1) and run_at <= now() and locked_at is null and attempts < max_attempts
        and not exists (
          select from graphile_worker._private_job_queues as queue
          where queue.queue_name = jobs.queue_name and queue.locked_at is not null)
      limit 1`,
    [names],
  )
  return rowCount !== 0
}

async function runDue(pool: pg.Pool, tasks: Tasks, log: Log): Promise<void> {
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
  await outcomesWritten(pool, runnerId)
}

/** At most two seconds or so: a job that was cut off keeps its lock. */
const mostWaits = 400

/** The last outcomes are still being written down when the queue says that it has ended. */
async function outcomesWritten(pool: pg.Pool, runnerId: string, most = Infinity): Promise<void> {
  const unwritten = 'select 1 from graphile_worker.jobs where locked_by = $1 limit 1'
  for (let waits = 0; waits < most; waits++) {
    const { rowCount } = await pool.query(unwritten, [runnerId])
    if (!rowCount) return
    await delay(5)
  }
}

/** That a process was stopped is no failed try of its jobs. */
async function giveBack(pool: pg.Pool, runnerId: string): Promise<void> {
  await pool.query(
    'update graphile_worker._private_jobs set attempts = greatest(0, attempts - 1) where locked_by = $1',
    [runnerId],
  )
  await pool.query('select graphile_worker.force_unlock_workers(array[$1]::text[])', [runnerId])
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
