import { createHash } from 'node:crypto'
import { readdir, readFile } from 'node:fs/promises'
import path from 'node:path'
import { runMigrations } from 'graphile-worker'
import type pg from 'pg'
import { StartRefused } from '../start-refused.ts'
import { checkLocale, DatabaseUnfit } from './check-locale.ts'

export interface Migration {
  name: string
  sql: string
  checksum: string
}

/** One number for all processes of all versions; "otklik" on a telephone keypad. */
const lockKey = 685_545

const defaultDirectory = path.join(import.meta.dirname, '../../migrations')

/** What stops a migration from starting; the text is for the administrator. */
export class MigrationRefused extends StartRefused {
  override name = 'MigrationRefused'
}

/**
 * Brings the schema up to date: every file of `server/migrations` not yet applied, in order of name, each in
 * its own transaction, then the job queue's own tables. Any number of processes may call it at once: one
 * works, the others wait and find nothing to do. Answers the names applied.
 */
export async function migrate(pool: pg.Pool, options: { directory?: string } = {}): Promise<string[]> {
  const migrations = await readMigrations(options.directory ?? defaultDirectory)
  const client = await pool.connect().catch((error: unknown) => {
    throw new DatabaseUnfit(`The database cannot be reached: ${(error as Error).message}`, { cause: error })
  })
  try {
    await client.query('select pg_advisory_lock($1)', [lockKey])
    await checkLocale(client)
    const applied = await applyMissing(client, migrations)
    await runMigrations({ pgPool: pool })
    await client.query('select pg_advisory_unlock($1)', [lockKey])
    client.release()
    return applied
  } catch (error) {
    client.release(true)
    throw error
  }
}

/** The `.sql` files of a directory in order of name, each with the checksum of its content. */
export async function readMigrations(directory: string): Promise<Migration[]> {
  const names = (await readdir(directory)).filter((name) => name.endsWith('.sql')).toSorted()
  return Promise.all(
    names.map(async (name) => {
      const sql = await readFile(path.join(directory, name), 'utf8')
      return { name, sql, checksum: createHash('sha256').update(sql).digest('hex') }
    }),
  )
}

async function applyMissing(client: pg.PoolClient, migrations: Migration[]): Promise<string[]> {
  await client.query(`create table if not exists migration (
    name text primary key,
    checksum text not null,
    applied_at timestamptz not null default now(),
    applied_in_ms integer not null
  )`)
  const { rows } = await client.query<{ name: string; checksum: string }>(
    'select name, checksum from migration',
  )
  const recorded = new Map(rows.map((row) => [row.name, row.checksum]))
  refuseStrangers(recorded, migrations)
  const missing = migrations.filter((migration) => !recorded.has(migration.name))
  for (const migration of missing) await apply(client, migration)
  return missing.map((migration) => migration.name)
}

function refuseStrangers(recorded: Map<string, string>, migrations: Migration[]): void {
  const known = new Map(migrations.map((migration) => [migration.name, migration.checksum]))
  for (const [name, checksum] of recorded) {
    const expected = known.get(name)
    if (expected === undefined) {
      throw new MigrationRefused(
        `The database was brought up to date by a newer Otklik (it has ${name}, which this version does not know). Start that version, or restore a backup made before the upgrade.`,
      )
    }
    if (expected !== checksum) {
      throw new MigrationRefused(
        `The migration ${name} was changed after it had been applied to this database. Migrations are frozen: restore the file and put the change in a new one.`,
      )
    }
  }
}

async function apply(client: pg.PoolClient, migration: Migration): Promise<void> {
  const startedAt = performance.now()
  await client.query('begin')
  try {
    await client.query(migration.sql)
    const elapsed = Math.round(performance.now() - startedAt)
    await client.query('insert into migration (name, checksum, applied_in_ms) values ($1, $2, $3)', [
      migration.name,
      migration.checksum,
      elapsed,
    ])
    await client.query('commit')
  } catch (error) {
    await client.query('rollback')
    throw new Error(
      `Migration ${migration.name} failed: ${error instanceof Error ? error.message : String(error)}`,
      {
        cause: error,
      },
    )
  }
}
