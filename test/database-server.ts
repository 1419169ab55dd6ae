import { randomBytes } from 'node:crypto'
import { mkdtemp, rm } from 'node:fs/promises'
import os from 'node:os'
import path from 'node:path'
import pg from 'pg'
import type { ProvidedContext } from 'vitest'
import type { TestProject } from 'vitest/node'
import { migrate } from '#server/platform/database/migrate.ts'
import { openDatabase } from '#server/platform/database/open-database.ts'
import { startEmbeddedPostgres } from '#server/platform/embedded-postgres/index.ts'

declare module 'vitest' {
  interface ProvidedContext {
    /** A connection that may create databases, and the migrated template to create them from. */
    testServer: { adminUrl: string; template: string; prefix: string }
  }
}

interface Run {
  provided: ProvidedContext['testServer']
  users: number
  stop(): Promise<void>
}

/** Every vitest project loads this file anew; the run they share hangs on the process. */
const shared = process as typeof process & { otklikTestRun?: Promise<Run> }

/**
 * Vitest's global set-up: one PostgreSQL for the whole run (TEST_DATABASE_URL, or an embedded one in a
 * temporary folder, without fsync) and one migrated template in it.
 */
export async function setup(project: TestProject): Promise<void> {
  const run = await (shared.otklikTestRun ??= startRun())
  run.users++
  project.provide('testServer', run.provided)
}

/** Everything that the run made goes with it. */
export async function teardown(): Promise<void> {
  const run = await shared.otklikTestRun
  if (!run || --run.users > 0) return
  delete shared.otklikTestRun
  await run.stop()
}

async function startRun(): Promise<Run> {
  const server = await startServer()
  const prefix = `otklik_test_${randomBytes(4).toString('hex')}`
  const template = `${prefix}_template`
  await createDatabase(server.adminUrl, template)
  const database = openDatabase({ url: databaseUrl(server.adminUrl, template) })
  await migrate(database.pool)
  await database.close()
  const provided = { adminUrl: server.adminUrl, template, prefix }
  return { provided, users: 0, stop: () => server.stop(prefix) }
}

/** The same server, another database. */
export function databaseUrl(adminUrl: string, name: string): string {
  const url = new URL(adminUrl)
  url.pathname = `/${name}`
  return url.href
}

async function startServer(): Promise<{ adminUrl: string; stop(prefix: string): Promise<void> }> {
  const external = process.env['TEST_DATABASE_URL']
  if (external) return { adminUrl: external, stop: (prefix) => dropDatabases(external, prefix) }
  const dataDir = await mkdtemp(path.join(os.tmpdir(), 'otklik-test-'))
  const embedded = await startEmbeddedPostgres({
    dataDir,
    settings: { fsync: 'off', full_page_writes: 'off', synchronous_commit: 'off', max_connections: '200' },
  })
  return {
    adminUrl: embedded.url,
    stop: async () => {
      await embedded.stop()
      await rm(dataDir, { recursive: true, force: true })
    },
  }
}

async function createDatabase(adminUrl: string, name: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  await client.query(
    `create database ${name} template template0 encoding 'UTF8' lc_collate 'C.UTF-8' lc_ctype 'C.UTF-8'`,
  )
  await client.end()
}

async function dropDatabases(adminUrl: string, prefix: string): Promise<void> {
  const client = new pg.Client({ connectionString: adminUrl })
  await client.connect()
  const { rows } = await client.query<{ datname: string }>(
    'select datname from pg_database where starts_with(datname, $1)',
    [prefix],
  )
  for (const { datname } of rows) await client.query(`drop database ${datname} with (force)`)
  await client.end()
}
