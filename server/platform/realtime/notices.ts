import { setTimeout as delay } from 'node:timers/promises'
import pg from 'pg'
import type { Log } from '#server/platform/log.ts'

/** What processes tell each other: a topic and a few ids, never content. */
export interface Notice {
  topic: string
  [fact: string]: unknown
}
type Listener = (notice: Notice) => void

export interface Notices {
  listen(listener: Listener): () => void
  /** Called whenever notices may have been missed: the connection broke and is back. */
  onGap(listener: () => void): () => void
  stop(): Promise<void>
}

/** Listens to the `otklik` channel on a connection of its own, and comes back by itself when it breaks. */
export async function openNotices(databaseUrl: string, log: Log): Promise<Notices> {
  const listeners = new Set<Listener>()
  const gapListeners = new Set<() => void>()
  let client: pg.Client | null = null
  let isStopped = false

  const connect = async (): Promise<void> => {
    const next = new pg.Client({
      connectionString: databaseUrl,
      application_name: 'otklik live',
      keepAlive: true,
    })
    next.on('notification', (message) => {
      const notice = readNotice(message.payload)
      if (notice) for (const listener of listeners) listener(notice)
    })
    next.on('error', () => undefined)
    await next.connect()
    await next.query('listen otklik')
    next.on('end', () => {
      if (!isStopped) void reconnect()
    })
    client = next
  }
  const reconnect = async (): Promise<void> => {
    for (let waitMs = 200; !isStopped; waitMs = Math.min(waitMs * 2, 5_000)) {
      await delay(waitMs)
      try {
        await connect()
        for (const listener of gapListeners) listener()
        return
      } catch (error) {
        log.warn({ error: String(error) }, 'the live connection to the database is down, trying again')
      }
    }
  }

  await connect()
  return {
    listen: (listener) => {
      listeners.add(listener)
      return () => listeners.delete(listener)
    },
    onGap: (listener) => {
      gapListeners.add(listener)
      return () => gapListeners.delete(listener)
    },
    stop: async () => {
      isStopped = true
      await client?.end()
    },
  }
}

function readNotice(payload: string | undefined): Notice | null {
  try {
    const notice = JSON.parse(payload ?? '') as Notice
    return typeof notice?.topic === 'string' ? notice : null
  } catch {
    return null
  }
}
