import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

export interface JobOptions {
  /** Not before; at once unless told. */
  runAt?: Date
  /** A second job with the same key replaces the first while it waits. */
  key?: string
  /** The one that replaces keeps the time of the one that waits, so that many in a row do not put it off for ever. */
  keepsRunAt?: boolean
  /** Jobs of one queue run one after the other. */
  queue?: string
  /** How often it is tried before it is dead; waits grow exponentially between tries. */
  maxAttempts?: number
}

/** Puts a job into the queue in the caller's transaction: it runs if and only if that commits. */
export async function enqueue(
  tx: Db,
  task: string,
  payload: object,
  options: JobOptions = {},
): Promise<void> {
  await sql`select graphile_worker.add_job(
    ${task}, payload := ${JSON.stringify(payload)}::json, queue_name := ${options.queue ?? null},
    run_at := ${options.runAt ?? null}, max_attempts := ${options.maxAttempts ?? 12}, job_key := ${options.key ?? null},
    job_key_mode := ${options.keepsRunAt ? 'preserve_run_at' : 'replace'})`.execute(tx)
}
