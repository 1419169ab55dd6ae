import type { Platform } from '#server/platform/platform.ts'
import { actOnDue, actOnDueTogether, type Moment, momentsBefore } from './act-on-due.ts'

const lookEveryMs = 1000
const mostAtOnce = 500
/** Tickets of one transaction: so many are locked together, for some tens of milliseconds. */
const together = 50
const lanes = 2
/** A ticket that somebody else had locked is tried again after so long. */
const againMs = 50

export interface Ticker {
  stop(): Promise<void>
}

/**
 * Watches over due moments: asks once a second what comes within the next, and acts on each at its moment. Every
 * worker process does; the ticket's lock, and what the event says was told, keep them from doing it twice.
 */
export function startTicker({ database: { db }, clock, log }: Platform): Ticker {
  let timer: NodeJS.Timeout | null = null
  let isStopped = false
  let working: Promise<void> = Promise.resolve()
  let hasFailed = false

  const look = async (): Promise<number> => {
    const now = clock.now()
    const soon = await momentsBefore(db, new Date(now.getTime() + lookEveryMs), mostAtOnce)
    const due = soon.filter((moment) => moment.at <= now)
    const next = soon.find((moment) => moment.at > now)
    const isLeft = await actOnAll(due, now)
    if (isLeft) return againMs
    // What failed stays due: it must not keep this process busy.
    if (due.length === mostAtOnce && !hasFailed) return 0
    const untilNext = next ? next.at.getTime() - clock.now().getTime() : lookEveryMs
    return Math.min(lookEveryMs, Math.max(0, untilNext))
  }
  /** True when something is left because somebody else had it. What failed is tried again with the next second. */
  const actOnAll = async (due: Moment[], now: Date): Promise<boolean> => {
    let isLeft = false
    hasFailed = false
    const alone = async (ticketId: number): Promise<void> => {
      const isDone = await actOnDue(db, ticketId, now).catch((error: unknown) => {
        log.warn({ part: 'sla', ticketId, error: String(error) }, 'a due moment was not acted on')
        hasFailed = true
        return true
      })
      isLeft ||= !isDone
    }
    const waiting = [...due]
    const lane = async (): Promise<void> => {
      while (waiting.length > 0 && !isStopped) {
        const ids = waiting.splice(0, together).map((moment) => moment.ticketId)
        // One that cannot be acted on must not keep the others from it: then each is tried by itself.
        const rest = await actOnDueTogether(db, ids, now).catch(() => ({ changed: ids, locked: [] }))
        isLeft ||= rest.locked.length > 0
        for (const id of rest.changed) if (!isStopped) await alone(id)
      }
    }
    await Promise.all(Array.from({ length: lanes }, lane))
    return isLeft
  }
  const turn = async (): Promise<void> => {
    const waitMs = await look().catch((error: unknown) => {
      log.warn({ part: 'sla', error: String(error) }, 'looking for due moments failed')
      return lookEveryMs
    })
    if (!isStopped) timer = setTimeout(begin, waitMs)
  }
  const begin = (): void => {
    working = turn()
  }
  begin()
  return {
    stop: async () => {
      isStopped = true
      if (timer) clearTimeout(timer)
      await working
    },
  }
}
