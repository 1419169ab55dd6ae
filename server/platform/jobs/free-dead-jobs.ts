import { EventEmitter } from 'node:events'
import type { WorkerEvents } from 'graphile-worker'
import type pg from 'pg'

/** How a live worker's listening connection is named in pg_stat_activity: with its end the name is gone. */
const presence = 'otklik worker '

/** Events for graphile-worker's `run` that keep the worker's name on its listening connection. */
export function announcePresence(): WorkerEvents {
  const events: WorkerEvents = new EventEmitter()
  events.on('pool:listen:success', ({ workerPool, client }) => {
    // Should it fail, the connection is broken, and its successor is named.
    client
      .query("select set_config('application_name', $1, false)", [`${presence}${workerPool.id}`])
      .catch(() => undefined)
  })
  return events
}

/**
 * Frees the jobs of workers that are gone: one that was killed leaves its jobs locked, and the queue itself would
 * wait four hours for it. Spares jobs taken up less than `graceSeconds` ago, and everything just after a restart
 * of the database, when live workers are only coming back. Answers the workers whose jobs were freed.
 */
export async function freeDeadJobs(pool: pg.Pool, graceSeconds: number): Promise<string[]> {
  const { rows } = await pool.query<{ dead: string[] }>(
    `with dead as (
      select distinct locked_by as worker from graphile_worker.jobs
      where locked_at < now() - make_interval(secs => $1)
        and pg_postmaster_start_time() < now() - make_interval(secs => $1)
        and not exists (
          select from pg_stat_activity
          where datname = current_database() and application_name = $2 || locked_by)
    ), ids as (select coalesce(array_agg(worker), '{}') as dead from dead)
    select dead, graphile_worker.force_unlock_workers(dead) from ids`,
    [graceSeconds, presence],
  )
  return rows[0]?.dead ?? []
}
