import { type ChildProcess, spawn } from 'node:child_process'
import { once } from 'node:events'
import { existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs'
import { chmod, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { setTimeout as delay } from 'node:timers/promises'
import { afterEach, expect, test } from 'vitest'
import { type Database, openDatabase } from '#server/platform/database/open-database.ts'
import { type EmbeddedPostgres, startEmbeddedPostgres } from './index.ts'
import { livePostmaster } from './postmaster.ts'

const cleanUps: (() => Promise<unknown>)[] = []
afterEach(async () => {
  for (const cleanUp of cleanUps.splice(0).toReversed()) await cleanUp()
})

function newDataDir(parent = os.tmpdir()): string {
  const dataDir = mkdtempSync(path.join(parent, 'otklik-embedded-'))
  cleanUps.push(() => rm(dataDir, { recursive: true, force: true }))
  return dataDir
}

async function start(dataDir: string, more: { fallbackFolder?: string } = {}): Promise<EmbeddedPostgres> {
  const embedded = await startEmbeddedPostgres({ dataDir, settings: { fsync: 'off' }, ...more })
  cleanUps.push(() => embedded.stop())
  return embedded
}

function open(url: string): Database {
  const database = openDatabase({ url, maxConnections: 4 })
  cleanUps.push(() => database.close())
  return database
}

/** A process of its own that holds the database; killed at the end if it still lives. */
async function startOwner(dataDir: string): Promise<{ process: ChildProcess; url: string }> {
  const fixture = path.join(import.meta.dirname, 'owner.fixture.ts')
  const child = spawn(process.execPath, [fixture, dataDir], { stdio: ['ignore', 'pipe', 'inherit'] })
  cleanUps.push(async () => kill(child))
  const [line] = (await once(child.stdout, 'data')) as [Buffer]
  return { process: child, url: line.toString().trim() }
}

async function kill(child: ChildProcess): Promise<void> {
  if (child.exitCode !== null || child.signalCode !== null) return
  const gone = once(child, 'exit')
  child.kill('SIGKILL')
  await gone
}

const clusterOf = (dataDir: string) => path.join(dataDir, 'postgres')

async function until(isSo: () => Promise<boolean>): Promise<void> {
  while (!(await isSo())) await delay(20)
}

const isGone = (dataDir: string) => async () => (await livePostmaster(clusterOf(dataDir))) === undefined

/** Inserts rows over one connection until it breaks; answers how many were acknowledged. */
async function insertUntilBroken(database: Database): Promise<number> {
  const client = await database.pool.connect()
  for (let acknowledged = 0; ; acknowledged++) {
    try {
      await client.query('insert into row_kept (id) values ($1)', [acknowledged])
    } catch {
      client.release(true)
      return acknowledged
    }
  }
}

async function keptRows({ pool }: Database): Promise<number> {
  const { rows } = await pool.query<{ kept: number }>('select count(*) as kept from row_kept')
  return rows[0]?.kept ?? -1
}

test('starts on nothing, listens on no port, stops, and starts again with its data', async () => {
  const dataDir = newDataDir()
  const first = await start(dataDir)
  const database = open(first.url)
  const { pool } = database
  await pool.query('create table row_kept (id int); insert into row_kept values (1)')
  const shown = await pool.query(`select current_setting('listen_addresses') as ports,
    current_setting('server_encoding') as encoding, lower('ЁЖ') as small`)
  expect(shown.rows).toEqual([{ ports: '', encoding: 'UTF8', small: 'ёж' }])
  await database.close()
  await first.stop()
  expect(await isGone(dataDir)()).toBe(true)
  const second = await start(dataDir)
  expect(second.how).toBe('started')
  expect(await keptRows(open(second.url))).toBe(1)
})

test('kill -9 of the process: the watchdog stops the database, no acknowledged row is lost', async () => {
  const dataDir = newDataDir()
  const owner = await startOwner(dataDir)
  const database = open(owner.url)
  await database.pool.query('create table row_kept (id int)')
  const inserting = insertUntilBroken(database)
  await until(async () => (await keptRows(database)) > 20)
  await kill(owner.process)
  const again = await start(dataDir)
  expect(again.how).toBe('started')
  const acknowledged = await inserting
  expect(await keptRows(open(again.url))).toBeGreaterThanOrEqual(acknowledged)
})

test('kill -9 of the process and its watchdog: the database left behind is taken over and stopped', async () => {
  const dataDir = newDataDir()
  const owner = await startOwner(dataDir)
  const mark = JSON.parse(readFileSync(path.join(dataDir, 'postgres-owner.json'), 'utf8')) as {
    watchdog: { pid: number }
  }
  process.kill(mark.watchdog.pid, 'SIGKILL')
  await kill(owner.process)
  const again = await start(dataDir)
  expect(again.how).toBe('reattached')
  await again.stop()
  expect(await isGone(dataDir)()).toBe(true)
})

test('kill -9 of everything: recovers, no acknowledged row is lost', async () => {
  const dataDir = newDataDir()
  const owner = await startOwner(dataDir)
  const database = open(owner.url)
  await database.pool.query('create table row_kept (id int)')
  const inserting = insertUntilBroken(database)
  await until(async () => (await keptRows(database)) > 20)
  const postmaster = await livePostmaster(clusterOf(dataDir))
  await kill(owner.process)
  process.kill(postmaster?.pid ?? 0, 'SIGKILL')
  const acknowledged = await inserting
  const again = await start(dataDir)
  expect(again.how).toBe('started')
  expect(await keptRows(open(again.url))).toBeGreaterThanOrEqual(acknowledged)
})

test('kill -9 of the postmaster alone: it is started again and the pool finds it', async () => {
  const dataDir = newDataDir()
  const embedded = await start(dataDir)
  const { pool } = open(embedded.url)
  await pool.query('create table row_kept (id int); insert into row_kept values (1)')
  const postmaster = await livePostmaster(clusterOf(dataDir))
  process.kill(postmaster?.pid ?? 0, 'SIGKILL')
  await until(isGone(dataDir))
  const { rows } = await pool
    .query('select id from row_kept')
    .catch(() => pool.query('select id from row_kept'))
  expect(rows).toEqual([{ id: 1 }])
})

test('a lock file whose pid now belongs to something else does not stand in the way', async () => {
  const dataDir = newDataDir()
  const first = await start(dataDir)
  await first.stop()
  writeFileSync(
    path.join(clusterOf(dataDir), 'postmaster.pid'),
    `${process.pid}\n${clusterOf(dataDir)}\n1\n5432\n/tmp\n\n1 1\nready\n`,
  )
  expect((await start(dataDir)).how).toBe('started')
})

test('two at once on one folder share a database; it lives until the last one that needs it', async () => {
  const dataDir = newDataDir()
  const both = await Promise.all([startOwner(dataDir), startOwner(dataDir)])
  const third = await start(dataDir)
  expect(third.how).toBe('reattached')
  await third.stop()
  expect(await keptUrlAnswers(both[0].url)).toBe(true)
  await kill(both[0].process)
  // Whichever of the two owned it: the other one sees to it that it is there again.
  expect(await keptUrlAnswers(both[1].url)).toBe(true)
})

async function keptUrlAnswers(url: string): Promise<boolean> {
  const { pool } = open(url)
  const ask = () => pool.query('select 1')
  return (await ask().catch(ask)).rowCount === 1
}

test('data of another major version is refused and left alone', async () => {
  const dataDir = newDataDir()
  const first = await start(dataDir)
  await first.stop()
  const versionFile = path.join(clusterOf(dataDir), 'PG_VERSION')
  writeFileSync(versionFile, '17\n')
  await expect(start(dataDir)).rejects.toThrow(/written by PostgreSQL 17; this Otklik brings PostgreSQL 18/)
})

test('what a killed first start left half made is removed', async () => {
  const dataDir = newDataDir()
  const leftover = path.join(dataDir, 'postgres.init-999999999')
  mkdirSync(leftover)
  await start(dataDir)
  expect(existsSync(leftover)).toBe(false)
})

test.skipIf(process.getuid?.() !== 0)(
  'as root below a closed folder, the database goes elsewhere',
  async () => {
    const closed = newDataDir()
    await chmod(closed, 0o700)
    const dataDir = path.join(closed, 'data')
    const fallbackFolder = newDataDir()
    const first = await start(dataDir, { fallbackFolder })
    expect(first.isElsewhere).toBe(true)
    expect(first.folder.startsWith(fallbackFolder)).toBe(true)
    await first.stop()
    const second = await start(dataDir, { fallbackFolder: '/nonexistent' })
    expect(second.folder).toBe(first.folder)
  },
)
