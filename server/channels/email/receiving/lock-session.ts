import type pg from 'pg'

export interface LockSession {
  /** True when this process now holds the lock; false when another one does. */
  tryLock(id: number): Promise<boolean>
  unlock(id: number): Promise<void>
  /** Called when all locks are lost, because the connection that held them is. */
  onLost(listener: () => void): () => void
  stop(): Promise<void>
}

/** First half of the advisory locks' key; the second is the inbox. */
const lockClass = 7_266_402

/** Locks that last as long as this process and its connection do: who fetches which mailbox. */
export function createLockSession(pool: pg.Pool): LockSession {
  const listeners = new Set<() => void>()
  let opening: Promise<pg.PoolClient> | null = null
  let held: pg.PoolClient | null = null

  const open = async (): Promise<pg.PoolClient> => {
    const client = await pool.connect()
    let isLost = false
    const lose = (): void => {
      if (isLost || held !== client) return
      isLost = true
      held = null
      opening = null
      client.release(true)
      for (const listener of listeners) listener()
    }
    client.once('error', lose)
    client.once('end', lose)
    held = client
    return client
  }
  const client = async (): Promise<pg.PoolClient> => {
    const mine = (opening ??= open())
    try {
      return await mine
    } catch (error) {
      if (opening === mine) opening = null
      throw error
    }
  }

  return {
    async tryLock(id) {
      const { rows } = await (
        await client()
      ).query<{ held: boolean }>(`select pg_try_advisory_lock(${lockClass}, $1::int) as held`, [id])
      return rows[0]?.held ?? false
    },
    async unlock(id) {
      await held?.query(`select pg_advisory_unlock(${lockClass}, $1::int)`, [id]).catch(() => undefined)
    },
    onLost(listener) {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    async stop() {
      await opening?.catch(() => null)
      const closing = held
      held = null
      opening = null
      closing?.release(true)
    },
  }
}
