import { setTimeout as delay } from 'node:timers/promises'
import type { Running } from '#server/channels/channel.ts'
import type { EmailDesk } from '../email-desk.ts'
import type { LockSession } from './lock-session.ts'

/**
 * Calls `turn` again and again until it is stopped, in one process of all at a time; `turn` answers how long to wait
 * before the next, in ms. `lockMs` is the wait between two looks at a lock that another process holds.
 */
export function watchUnderLock(
  desk: EmailDesk,
  locks: LockSession,
  inboxId: number,
  { lockMs, turn }: { lockMs: number; turn: (signal: AbortSignal) => Promise<number> },
): Running {
  const stopping = new AbortController()
  const { signal } = stopping
  const watch = async (): Promise<void> => {
    while (!signal.aborted) {
      let waitMs = lockMs
      try {
        if (await locks.tryLock(inboxId)) {
          try {
            waitMs = await turn(signal)
          } finally {
            await locks.unlock(inboxId)
          }
        }
      } catch (error) {
        desk.log.warn({ inboxId, error: String(error) }, 'a mailbox cannot be watched now')
      }
      await delay(waitMs, undefined, { signal }).catch(() => undefined)
    }
  }
  const watching = watch()
  return {
    stop: async () => {
      stopping.abort()
      await watching
    },
  }
}
