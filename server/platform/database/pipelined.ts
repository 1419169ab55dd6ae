import { Kysely, type KyselyProps, PostgresDialect, type QueryExecutor, Transaction } from 'kysely'
import type { Db, Tx } from './open-database.ts'
import type { Tables } from './tables.ts'

/** What a transaction carries besides its executor. It reaches the database through the executor alone. */
const dialect = new PostgresDialect({
  pool: async () => {
    throw new Error('a transaction has its own connection')
  },
})
const carried: Omit<KyselyProps, 'executor'> = {
  config: { dialect },
  dialect,
  driver: dialect.createDriver(),
}

/**
 * The transaction for statements that need not wait for each other's answers: under `Promise.all` they go to
 * PostgreSQL one behind the other, in the order they were started, and cost one round trip together. Kysely's own
 * transaction sends each when the one before is answered. When one fails, those behind it fail too.
 */
export function pipelined<T>(tx: Tx, work: (tx: Tx) => Promise<T>): Promise<T> {
  return overOneConnection(tx, (executor) => work(new Transaction<Tables>({ ...carried, executor })))
}

/**
 * Reads that need not wait for each other, without a transaction: one connection of the pool and one round trip, where
 * `Promise.all` over the pool takes a connection and wakes a process for each.
 */
export function readTogether<T>(db: Db, work: (db: Db) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db)
  return overOneConnection(db, (executor) => work(new Kysely<Tables>({ ...carried, executor })))
}

function overOneConnection<T>(db: Db, work: (executor: QueryExecutor) => Promise<T>): Promise<T> {
  const executor = db.getExecutor()
  return executor.provideConnection(async (connection) => {
    let hasEnded = false
    const provideConnection = <R>(consumer: (own: typeof connection) => Promise<R>): Promise<R> => {
      // A branch of `Promise.all` runs on when another has failed. By then the connection is somebody else's, and what
      // it wrote would stay.
      if (hasEnded) return Promise.reject(new Error('the transaction has ended'))
      return consumer(connection)
    }
    try {
      return await work(executor.withConnectionProvider({ provideConnection }))
    } finally {
      hasEnded = true
    }
  })
}
