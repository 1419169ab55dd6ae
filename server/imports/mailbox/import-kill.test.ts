import { type ChildProcess, fork } from 'node:child_process'
import { once } from 'node:events'
import { sql } from 'kysely'
import { afterEach, expect, test } from 'vitest'
import { buildLetter } from '#test/builders/letter.ts'
import { importDesk, mbox } from '#test/import-desk.ts'

const { desk, ask, upload, work, find } = await importDesk()
const { db, platform } = desk

const children: ChildProcess[] = []
afterEach(() => {
  for (const child of children.splice(0)) child.kill('SIGKILL')
})

test('stopped, it goes on where it was; killed in the middle, nothing is lost or there twice', async () => {
  const letters = Array.from({ length: 250 }, (_, at) =>
    buildLetter({
      from: `k${at}@customer.example`,
      subject: `kill ${at}`,
      messageId: `kill-${at}@customer.example`,
    }),
  )
  const id = await upload(mbox(letters), 3)
  const stopped = await ask('POST', `/mailbox-imports/${id}/cancel`)
  expect(stopped.body).toMatchObject({ state: 'cancelled' })
  await work()
  expect(await find(id)).toMatchObject({ state: 'cancelled', lettersRead: 0 })
  const moved = () =>
    new Promise<void>((resolve) => {
      const stop = platform.notices.listen((notice) => {
        if (notice.topic !== 'mail') return
        stop()
        resolve()
      })
    })
  const start = async () => {
    const child = fork(new URL('../../../test/servers/import-process.ts', import.meta.url), {
      execArgv: [],
      env: {
        PATH: process.env['PATH'],
        NODE_COMPILE_CACHE: process.env['NODE_COMPILE_CACHE'],
        DATABASE_URL: platform.config.databaseUrl ?? '',
        DATA_DIR: platform.config.dataDir,
        SECRET_KEY: platform.config.secretKey,
        LOG_LEVEL: 'silent',
      },
    })
    children.push(child)
    await once(child, 'message')
    return child
  }
  const first = moved()
  expect((await ask('POST', `/mailbox-imports/${id}/resume`)).body).toMatchObject({ state: 'running' })
  for (const batch of [first, null]) {
    const news = batch ?? moved()
    const child = await start()
    await news
    child.kill('SIGKILL')
    await once(child, 'exit')
    // What the dead worker held is free for the next.
    await sql`update graphile_worker._private_jobs set locked_at = null, locked_by = null, run_at = now()`.execute(
      db,
    )
    await sql`update graphile_worker._private_job_queues set locked_at = null, locked_by = null`.execute(db)
  }
  const half = await find(id)
  expect(half?.['lettersRead']).toBeGreaterThan(0)
  await work()
  expect(await find(id)).toMatchObject({
    state: 'done',
    lettersRead: 250,
    ticketsMade: 250,
    skipped: 0,
    failed: 0,
  })
  const { rows } = await sql<{
    n: number
    d: number
  }>`select count(*)::int as n, count(distinct subject)::int as d from ticket where subject like 'kill %'`.execute(
    db,
  )
  expect(rows[0]).toEqual({ n: 250, d: 250 })
}, 120_000)
