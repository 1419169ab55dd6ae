import { setTimeout as delay } from 'node:timers/promises'
import type pg from 'pg'

/** Not yet accepting connections, or just going down to come back: worth another try. */
const passing = new Set(['57P01', '57P02', '57P03', 'ECONNREFUSED', 'ECONNRESET', 'ENOENT', '53300'])

/** The server said goodbye, or the wire broke, to somebody who was connected. */
const lost = new Set(['57P01', '57P02', 'ECONNRESET'])

/** Longest wait for a database that restarts; a crash recovery of the embedded one takes a few seconds. */
const patienceMs = 15_000

export function isPassing(error: unknown): error is Error {
  return error instanceof Error && 'code' in error && passing.has(String(error.code))
}

/** How `pg` words the end of a connection, mostly without a code. */
const endOfConnection =
  /^(Connection terminated|Client has encountered a connection error|Client was closed|write EPIPE)/

export function isLostConnection(error: unknown): error is Error {
  if (!(error instanceof Error)) return false
  return ('code' in error && lost.has(String(error.code))) || endOfConnection.test(error.message)
}

/**
 * Makes `pool.connect()` and `pool.query()` wait out a database that is restarting, instead of failing at
 * once. Only the connecting is retried, never a query: a query may have been carried out.
 */
export function retryingConnect(pool: pg.Pool, patience = patienceMs): void {
  const connect = pool.connect.bind(pool) as () => Promise<pg.PoolClient>
  const retry = async (): Promise<pg.PoolClient> => {
    const giveUpAt = Date.now() + patience
    for (let waitMs = 50; ; waitMs = Math.min(waitMs * 2, 1000)) {
      try {
        return await connect()
      } catch (error) {
        if (pool.ending || !isPassing(error) || Date.now() + waitMs > giveUpAt) throw error
        await delay(waitMs)
      }
    }
  }
  pool.connect = ((callback?: ConnectCallback) => {
    if (!callback) return retry()
    retry().then(
      (client) => callback(undefined, client, client.release.bind(client)),
      (error: unknown) => callback(error as Error, undefined, () => undefined),
    )
    return undefined
  }) as typeof pool.connect
}

type ConnectCallback = (
  error: Error | undefined,
  client: pg.PoolClient | undefined,
  release: pg.PoolClient['release'],
) => void
