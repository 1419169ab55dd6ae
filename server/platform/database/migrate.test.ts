import { mkdtemp, writeFile } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import { expect, test } from 'vitest'
import { emptyDatabaseUrl } from '#test/database.ts'
import { migrate } from './migrate.ts'
import { openDatabase } from './open-database.ts'

async function directoryWith(files: Record<string, string>): Promise<string> {
  const directory = await mkdtemp(path.join(os.tmpdir(), 'otklik-migrations-'))
  for (const [name, sql] of Object.entries(files)) await writeFile(path.join(directory, name), sql)
  return directory
}

async function emptyPool() {
  return openDatabase({ url: await emptyDatabaseUrl() }).pool
}

test('applies each file once, in order of name', async () => {
  const pool = await emptyPool()
  const directory = await directoryWith({
    '2026-01-02-01-b.sql': 'alter table a add column extra int; insert into a values (1, 2)',
    '2026-01-01-01-a.sql': 'create table a (id int)',
    'README.md': 'not a migration',
  })
  expect(await migrate(pool, { directory })).toEqual(['2026-01-01-01-a.sql', '2026-01-02-01-b.sql'])
  expect(await migrate(pool, { directory })).toEqual([])
  expect((await pool.query('select * from a')).rows).toEqual([{ id: 1, extra: 2 }])
  await pool.end()
})

test('ten processes at once apply everything once', async () => {
  const url = await emptyDatabaseUrl()
  const directory = await directoryWith({ '1.sql': 'create table once (id int); select pg_sleep(0.05)' })
  const pools = Array.from({ length: 10 }, () => openDatabase({ url, maxConnections: 2 }).pool)
  const applied = await Promise.all(pools.map((pool) => migrate(pool, { directory })))
  expect(applied.flat()).toEqual(['1.sql'])
  await Promise.all(pools.map((pool) => pool.end()))
})

test('a failing migration leaves nothing of itself and is named', async () => {
  const pool = await emptyPool()
  const directory = await directoryWith({ '1.sql': 'create table half (id int); select 1/0' })
  await expect(migrate(pool, { directory })).rejects.toThrow(/1\.sql failed: division by zero/)
  expect((await pool.query("select to_regclass('half') as found")).rows).toEqual([{ found: null }])
  await pool.end()
})

test('refuses a database made by a newer version, and a file changed after it was applied', async () => {
  const pool = await emptyPool()
  await migrate(pool, { directory: await directoryWith({ '1.sql': 'select 1', '2.sql': 'select 2' }) })
  await expect(migrate(pool, { directory: await directoryWith({ '1.sql': 'select 1' }) })).rejects.toThrow(
    /newer Otklik \(it has 2\.sql/,
  )
  await expect(
    migrate(pool, { directory: await directoryWith({ '1.sql': 'select 100', '2.sql': 'select 2' }) }),
  ).rejects.toThrow(/1\.sql was changed/)
  await pool.end()
})
