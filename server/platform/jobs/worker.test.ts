import { expect, test } from 'vitest'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { createLog } from '#server/platform/log.ts'
import { testDatabase } from '#test/database.ts'
import { enqueue } from './enqueue.ts'
import { countJobs, listFailedJobs, retryJob } from './failed-jobs.ts'
import { drainJobs, startWorker } from './worker.ts'

const { db, pool } = await testDatabase()
const log = createLog('silent')

test('a job runs if and only if the transaction that enqueued it commits', async () => {
  const ran: unknown[] = []
  const tasks = { note: async (payload: unknown) => void ran.push(payload) }
  await inTransaction(db, async (tx) => {
    await enqueue(tx, 'note', { kept: false })
    throw new Error('rolled back')
  }).catch(() => null)
  await inTransaction(db, (tx) => enqueue(tx, 'note', { kept: true }))
  await drainJobs(pool, tasks, log)
  expect(ran).toEqual([{ kept: true }])
})

test('jobs with one key are one job', async () => {
  const ran: unknown[] = []
  await enqueue(db, 'note', { turn: 1 }, { key: 'same' })
  await enqueue(db, 'note', { turn: 2 }, { key: 'same' })
  await drainJobs(pool, { note: async (payload) => void ran.push(payload) }, log)
  expect(ran).toEqual([{ turn: 2 }])
})

test('draining leaves nothing that is due, jobs of one queue included', async () => {
  const ran: number[] = []
  const tasks = { turn: async (payload: unknown) => void ran.push((payload as { turn: number }).turn) }
  const turns = Array.from({ length: 40 }, (_, turn) => turn)
  for (const turn of turns) await enqueue(db, 'turn', { turn }, { queue: 'one by one' })
  await drainJobs(pool, tasks, log)
  expect(ran).toEqual(turns)
})

test('a running worker takes the jobs of one queue without a pause', async () => {
  const done = Promise.withResolvers<void>()
  const ran: number[] = []
  const task = async (payload: unknown) => {
    ran.push((payload as { turn: number }).turn)
    if (ran.length === 40) done.resolve()
  }
  const turns = Array.from({ length: 40 }, (_, turn) => turn)
  for (const turn of turns) await enqueue(db, 'turn', { turn }, { queue: 'without a pause' })
  const worker = await startWorker(pool, { turn: task }, log)
  await done.promise
  await worker.stop()
  expect(ran).toEqual(turns)
})

test('a job that used up its tries is dead, visible, and can be given another chance', async () => {
  const tasks = { fragile: () => Promise.reject(new Error('the other side is down')) }
  await enqueue(db, 'fragile', {}, { maxAttempts: 1 })
  await drainJobs(pool, tasks, log)
  expect(await countJobs(db)).toMatchObject({ dead: 1 })
  const [job] = await listFailedJobs(db)
  expect(job).toMatchObject({
    task: 'fragile',
    isDead: true,
    lastError: expect.stringContaining('the other side is down'),
  })
  expect(await retryJob(db, job?.id ?? '')).toBe(true)
  let isRepaired = false
  await drainJobs(pool, { fragile: async () => void (isRepaired = true) }, log)
  expect(isRepaired).toBe(true)
  expect(await countJobs(db)).toEqual({ waiting: 0, failing: 0, dead: 0 })
  expect(await retryJob(db, '999999')).toBe(false)
})

test('a running worker takes a job at once and lets it end before it stops', async () => {
  const steps: string[] = []
  const begun = Promise.withResolvers<void>()
  const proceed = Promise.withResolvers<void>()
  const task = async () => {
    begun.resolve()
    await proceed.promise
    steps.push('done')
  }
  const worker = await startWorker(pool, { slow: task }, log)
  await enqueue(db, 'slow', {})
  await begun.promise
  const stopped = worker.stop().then(() => steps.push('stopped'))
  proceed.resolve()
  await stopped
  expect(steps).toEqual(['done', 'stopped'])
})

test('a job that does not end is not waited for for ever: whoever starts next has it at once, with all its tries', async () => {
  const begun = Promise.withResolvers<void>()
  const hangs = async () => {
    begun.resolve()
    await new Promise(() => undefined)
  }
  await enqueue(db, 'hangs', { turn: 1 }, { queue: 'one at a time', maxAttempts: 1 })
  await enqueue(db, 'hangs', { turn: 2 }, { queue: 'one at a time' })
  const worker = await startWorker(pool, { hangs }, log, { graceMs: 50 })
  await begun.promise
  await worker.stop()
  const ran: unknown[] = []
  await drainJobs(pool, { hangs: async (payload) => void ran.push(payload) }, log)
  expect(ran).toEqual([{ turn: 1 }, { turn: 2 }])
})
