import type pg from 'pg'

/** First half of the advisory lock's key; the second is the sender's number. */
export const senderLockClass = 7_266_401

export interface SenderSession {
  /** Runs `work` while the database holds a sign of life under the number given; it goes when this process does. */
  during<T>(work: (senderId: number) => Promise<T>): Promise<T>
  stop(): Promise<void>
}

interface Held {
  client: pg.PoolClient
  senderId: number
  users: number
}

const keepMs = 5_000

/**
 * A session of the database that is alive exactly as long as this process: whoever finds a letter half handed
 * over can ask whether its sender still lives. Opened with the first letter, given back when none was sent for a
 * while.
 */
export function createSenderSession(pool: pg.Pool): SenderSession {
  let opening: Promise<Held> | null = null
  let current: Held | null = null
  let timer: NodeJS.Timeout | undefined

  const open = async (): Promise<Held> => {
    const client = await pool.connect()
    try {
      const { rows } = await client.query<{ id: number }>(
        `with sender as materialized (select nextval('sender_id_seq') as id)
         select id, pg_advisory_lock(${senderLockClass}, id::int) from sender`,
      )
      const held = { client, senderId: rows[0]?.id ?? 0, users: 0 }
      client.once('error', () => {
        if (current !== held) return
        current = null
        opening = null
        client.release(true)
      })
      current = held
      return held
    } catch (error) {
      client.release(true)
      throw error
    }
  }
  const close = async (): Promise<void> => {
    clearTimeout(timer)
    await opening?.catch(() => null)
    const closing = current
    current = null
    opening = null
    // The lock ends with the session, so the connection is not given to anybody else.
    closing?.client.release(true)
  }

  return {
    async during(work) {
      clearTimeout(timer)
      const mine = (opening ??= open())
      let held: Held
      try {
        held = await mine
      } catch (error) {
        if (opening === mine) opening = null
        throw error
      }
      held.users++
      try {
        return await work(held.senderId)
      } finally {
        held.users--
        if (held.users === 0 && opening === mine) timer = setTimeout(() => void close(), keepMs).unref()
      }
    },
    stop: close,
  }
}
