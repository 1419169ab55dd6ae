import { setTimeout as delay } from 'node:timers/promises'
import type { Platform } from '#server/platform/platform.ts'
import { type Lane, nextDue, takeLanes } from './take-lanes.ts'
import { type Claim, leaseMs, letGo, workLane } from './work-lane.ts'

/** Tries at the same time in one process, besides one to each webhook that has none, and of them to one webhook. */
const most = 24
const mostOfOne = 6
/** A notice may be missed; so often somebody looks all the same. */
const lookEveryMs = 30_000
/** What is under way gets so long to end in when the process is stopped. */
const usualGraceMs = 3000

interface RunningWebhooks {
  stop(): Promise<void>
}

/**
 * Sends deliveries while it runs. They are no jobs of the common queue: a receiver that hangs would keep a place there
 * that a customer's letter waits for. It sleeps until a notice comes or the next try is due.
 */
export function startWebhooks(platform: Platform, { graceMs = usualGraceMs } = {}): RunningWebhooks {
  const { database, clock, notices, log } = platform
  const busy = new Map<number, number>()
  const running = new Map<Claim, Promise<void>>()
  let isStopped = false
  let isLooking = false
  let isNewsWaiting = false
  let timer: NodeJS.Timeout | undefined

  const run = (lane: Lane): void => {
    busy.set(lane.webhook_id, (busy.get(lane.webhook_id) ?? 0) + 1)
    const claim: Claim = { lane, isStopping: () => isStopped }
    const work = workLane(platform, claim)
      .catch((error: unknown) =>
        log.warn(
          { part: 'webhooks', error: String(error), webhookId: lane.webhook_id, lane: lane.lane },
          'a line of deliveries broke off',
        ),
      )
      .then(() => {
        running.delete(claim)
        const left = (busy.get(lane.webhook_id) ?? 1) - 1
        if (left > 0) busy.set(lane.webhook_id, left)
        else busy.delete(lane.webhook_id)
        wake()
      })
    running.set(claim, work)
  }

  const look = async (): Promise<number> => {
    const now = clock.now()
    const free = Math.max(0, most - running.size)
    const until = new Date(now.getTime() + leaseMs)
    for (const lane of await takeLanes(database.db, now, until, { most: free, mostOfOne, busy })) run(lane)
    // Whatever is due and found no place is looked for when a place is free again.
    const due = await nextDue(database.db, { mostOfOne: running.size < most ? mostOfOne : 1, busy })
    return due === null ? lookEveryMs : Math.max(0, due.getTime() - clock.now().getTime())
  }

  const wake = (): void => {
    isNewsWaiting = true
    if (isLooking || isStopped) return
    isLooking = true
    clearTimeout(timer)
    void lookUntilQuiet()
  }
  const lookUntilQuiet = async (): Promise<void> => {
    let waitMs = lookEveryMs
    try {
      while (isNewsWaiting && !isStopped) {
        isNewsWaiting = false
        waitMs = await look()
      }
    } catch (error) {
      log.warn({ part: 'webhooks', error: String(error) }, 'looking for deliveries failed')
    }
    isLooking = false
    if (isStopped) return
    if (isNewsWaiting) return wake()
    timer = setTimeout(wake, Math.min(Math.max(waitMs, 50), lookEveryMs))
  }

  const stopListening = notices.listen((notice) => {
    if (notice.topic === 'webhook.work') wake()
  })
  const stopWatchingGaps = notices.onGap(wake)
  wake()
  return {
    stop: async () => {
      isStopped = true
      clearTimeout(timer)
      stopListening()
      stopWatchingGaps()
      await Promise.race([Promise.all(running.values()), delay(graceMs, undefined, { ref: false })])
      // What is still under way is tried again by whoever looks next, under the same id.
      for (const { lane } of running.keys()) await letGo(database.db, lane, clock.now())
    },
  }
}
