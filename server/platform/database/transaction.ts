import { setTimeout as delay } from 'node:timers/promises'
import type { Db, Tx } from './open-database.ts'
import { pipelined } from './pipelined.ts'

const retryable = new Set(['40001', '40P01'])
const attempts = 4

/**
 * Runs `work` in one transaction; inside an open transaction it simply joins it.
 * A deadlock or serialization failure is tried again, so `work` must touch nothing but the database: whatever
 * reaches outside (a letter, a request) belongs in a job enqueued by it.
 */
export async function inTransaction<T>(db: Db, work: (tx: Tx) => Promise<T>): Promise<T> {
  if (db.isTransaction) return work(db as Tx)
  for (let attempt = 1; ; attempt++) {
    try {
      return await db.transaction().execute((tx) => pipelined(tx, work))
    } catch (error) {
      if (attempt === attempts || !isRetryable(error)) throw error
      await delay(Math.random() * 20 * 2 ** attempt)
    }
  }
}

function isRetryable(error: unknown): boolean {
  return error instanceof Error && 'code' in error && retryable.has(String(error.code))
}
