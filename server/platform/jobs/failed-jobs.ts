import { sql } from 'kysely'
import type * as z from 'zod'
import type { Job } from '#contract/system.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/**
 * How many jobs wait, have failed and will be tried again, and are dead: tried as often as they may. One that is
 * locked is running just now, maybe for the last time.
 */
export async function countJobs(db: Db): Promise<{ waiting: number; failing: number; dead: number }> {
  const { rows } = await sql<{ waiting: number; failing: number; dead: number }>`
    select count(*) filter (where attempts = 0) as waiting,
      count(*) filter (where attempts > 0 and attempts < max_attempts) as failing,
      count(*) filter (where attempts >= max_attempts and locked_at is null) as dead
    from graphile_worker.jobs`.execute(db)
  return rows[0] ?? { waiting: 0, failing: 0, dead: 0 }
}

/** Jobs that failed at least once, dead ones first. Payloads are not shown: they may name people. */
export async function listFailedJobs(db: Db): Promise<z.input<typeof Job>[]> {
  const { rows } = await sql<{
    id: string
    task: string
    attempts: number
    max_attempts: number
    last_error: string | null
    run_at: Date
  }>`select id::text, task_identifier as task, attempts, max_attempts, last_error, run_at
    from graphile_worker.jobs where attempts > 0 and last_error is not null and locked_at is null
    order by attempts >= max_attempts desc, run_at limit 200`.execute(db)
  return rows.map((row) => ({
    id: row.id,
    task: row.task,
    attempts: row.attempts,
    maxAttempts: row.max_attempts,
    lastError: row.last_error,
    runAt: row.run_at.toISOString(),
    isDead: row.attempts >= row.max_attempts,
  }))
}

/** Gives a failed job all its tries again, from now. False when there is no such job. */
export async function retryJob(db: Db, id: string): Promise<boolean> {
  const { rows } = await sql`select id from graphile_worker.reschedule_jobs(
    array[${id}::bigint], run_at := now(), attempts := 0)`.execute(db)
  return rows.length > 0
}
