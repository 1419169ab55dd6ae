import { expect, test } from 'vitest'
import { createLog } from '#server/platform/log.ts'
import { testDatabase } from '#test/database.ts'
import { freeDeadJobs } from './free-dead-jobs.ts'
import { startWorker } from './worker.ts'

const { pool } = await testDatabase()
const log = createLog('silent')

test("a dead worker's jobs are freed, a living one's are left alone", async () => {
  const begun = Promise.withResolvers<void>()
  const mayEnd = Promise.withResolvers<void>()
  const slow = async (): Promise<void> => {
    begun.resolve()
    await mayEnd.promise
  }
  await pool.query("select graphile_worker.add_job('abandoned', '{}')")
  await pool.query(
    "update graphile_worker._private_jobs set locked_by = 'pool-dead', locked_at = now() - interval '1 hour'",
  )
  const worker = await startWorker(pool, { slow }, log)
  await pool.query("select graphile_worker.add_job('slow', '{}')")
  await begun.promise
  // Without grace, only its name tells that it lives, and that is given while the job already runs.
  const named =
    "select from pg_stat_activity where datname = current_database() and application_name like 'otklik worker %'"
  await expect.poll(async () => (await pool.query(named)).rowCount).toBe(1)

  expect(await freeDeadJobs(pool, 0)).toEqual(['pool-dead'])
  const { rows } = await pool.query<{ task_identifier: string; is_locked: boolean }>(
    'select task_identifier, locked_at is not null as is_locked from graphile_worker.jobs order by id',
  )
  expect(rows).toEqual([
    { task_identifier: 'abandoned', is_locked: false },
    { task_identifier: 'slow', is_locked: true },
  ])
  mayEnd.resolve()
  await worker.stop()
})

test('a job taken up just now is spared, whoever has it', async () => {
  await pool.query("select graphile_worker.add_job('fresh', '{}')")
  await pool.query(
    "update graphile_worker._private_jobs set locked_by = 'pool-new', locked_at = now() where locked_at is null",
  )
  expect(await freeDeadJobs(pool, 30)).toEqual([])
})
