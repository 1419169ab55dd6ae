import { setTimeout as delay } from 'node:timers/promises'
import { livePostmaster } from './postmaster.ts'

const lookEveryMs = 1000
const longestPauseMs = 30_000

/**
 * Looks once a second whether the postmaster lives and has it started again when it does not. A start that
 * fails (a full disk, say) is told and tried again with growing pauses, for ever.
 */
export function keepRunning(clusterDir: string, log: (message: string) => void, start: () => Promise<void>) {
  const stopping = new AbortController()
  const { signal } = stopping

  const loop = async (): Promise<void> => {
    let pauseMs = lookEveryMs
    for (;;) {
      await delay(pauseMs, undefined, { signal, ref: false })
      if (await livePostmaster(clusterDir)) continue
      log('the embedded database is gone: starting it again')
      try {
        await start()
        log('the embedded database is back')
        pauseMs = lookEveryMs
      } catch (error) {
        log(error instanceof Error ? error.message : String(error))
        pauseMs = Math.min(pauseMs * 2, longestPauseMs)
      }
    }
  }

  const ended = loop().catch((error: unknown) => {
    if (!signal.aborted) throw error
  })
  return {
    /** Ends the watch; a start under way is waited for, so that nothing is started behind a stop. */
    stop: async (): Promise<void> => {
      stopping.abort()
      await ended
    },
  }
}
