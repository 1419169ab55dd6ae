import { Kysely, PostgresDialect, type Transaction } from 'kysely'
import pg from 'pg'
import { preparingPool } from './prepared-statements.ts'
import { retryingConnect } from './retry-connect.ts'
import type { Tables } from './tables.ts'

/** What every database operation takes first: the pool or a transaction, the operation does not care. */
export type Db = Kysely<Tables>

/** What an operation takes that must not run outside a transaction. */
export type Tx = Transaction<Tables>

export interface Database {
  db: Db
  /** The pool under `db`, for graphile-worker and LISTEN. Its int8 arrive as numbers too. */
  pool: pg.Pool
  /** Waits for running queries and closes every connection. Safe to call twice. */
  close(): Promise<void>
}

export interface DatabaseOptions {
  url: string
  /** Upper bound of open connections; idle ones are closed after ten seconds to give their memory back. */
  maxConnections?: number
  /** Shown in pg_stat_activity. */
  applicationName?: string
  /** Told about a connection that broke while idle; the pool replaces it by itself. */
  onIdleError?: (error: Error) => void
}

/**
 * A pool and Kysely over it. No connection is made before the first query.
 * int8 comes as a number (an error beyond 2^53), timestamptz as Date, date as 'YYYY-MM-DD', numeric as text.
 */
export function openDatabase(options: DatabaseOptions): Database {
  const pool = new pg.Pool({
    connectionString: options.url,
    max: options.maxConnections ?? 10,
    application_name: options.applicationName ?? 'otklik',
    idleTimeoutMillis: 10_000,
    connectionTimeoutMillis: 30_000,
    keepAlive: true,
    pipeline: true,
    types: { getTypeParser },
  })
  // A pool that is closing does not wait for the sockets: the server may hang up first, which is no news.
  const tellIdleError = (error: Error) => void (pool.ending || options.onIdleError?.(error))
  pool.on('error', tellIdleError)
  // A connection that breaks while somebody holds it: the running query rejects; without a listener the
  // error would end the process as well.
  pool.on('connect', (client) => client.on('error', tellIdleError))
  retryingConnect(pool)
  const db = new Kysely<Tables>({ dialect: new PostgresDialect({ pool: preparingPool(pool) }) })
  let closing: Promise<void> | undefined
  return { db, pool, close: () => (closing ??= pool.end()) }
}

function toSafeNumber(text: string): number {
  const value = Number(text)
  if (!Number.isSafeInteger(value)) throw new RangeError(`int8 ${text} does not fit a number`)
  return value
}

const parsers: Record<number, (text: string) => unknown> = {
  [pg.types.builtins.INT8]: toSafeNumber,
  // A calendar date has no zone: Date would move it across midnight.
  [pg.types.builtins.DATE]: (text: string) => text,
  // int8[]: never holds quotes or nesting.
  1016: (text: string) =>
    text === '{}'
      ? []
      : text
          .slice(1, -1)
          .split(',')
          .map((item) => (item === 'NULL' ? null : toSafeNumber(item))),
}

const getTypeParser: pg.CustomTypesConfig['getTypeParser'] = (oid, format) =>
  (format !== 'binary' && parsers[oid]) || pg.types.getTypeParser(oid, format)
