import { randomUUID } from 'node:crypto'
import type { Presence } from '#contract/presence.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Clock } from '#server/platform/clock.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Notices } from '#server/platform/realtime/notices.ts'
import { notify } from '#server/platform/realtime/notify.ts'

/** A viewer who has not been heard of for this long has closed the laptop. */
const forgetAfterMs = 45_000

interface Viewing {
  ticketId: number
  agentId: number
  name: string
  isWriting: boolean
  seenAt: number
}

export interface PresenceBoard {
  /** Where a browser tab is now; null when it has left. `tab` names the tab among all processes. */
  place(tab: string, actor: Actor, ticketId: number | null, isWriting: boolean): Promise<void>
  viewers(ticketId: number, exceptAgentId: number): Presence['items']
  newTab(): string
  stop(): void
}

/**
 * Who has which ticket open, over all processes. Nothing is stored: each process remembers what the others
 * announce, and forgets whoever falls silent.
 */
export function openPresence(db: Db, notices: Notices, clock: Clock): PresenceBoard {
  const byTab = new Map<string, Viewing>()
  const stop = notices.listen((notice) => {
    if (notice.topic !== 'presence' || typeof notice['tab'] !== 'string') return
    const { tab, ticketId, agentId, name, isWriting } = notice as unknown as Viewing & { tab: string }
    if (notice['isHere'] === true)
      byTab.set(tab, { ticketId, agentId, name, isWriting, seenAt: clock.now().getTime() })
    else byTab.delete(tab)
  })
  const announce = (tab: string, viewing: Omit<Viewing, 'seenAt'>, isHere: boolean) =>
    notify(db, { topic: 'presence', tab, isHere, ...viewing })

  return {
    newTab: () => randomUUID(),
    async place(tab, actor, ticketId, isWriting) {
      const before = byTab.get(tab)
      if (before && before.ticketId !== ticketId) await announce(tab, before, false)
      if (ticketId !== null)
        await announce(tab, { ticketId, agentId: actor.agentId, name: actor.name, isWriting }, true)
    },
    viewers(ticketId, exceptAgentId) {
      const since = clock.now().getTime() - forgetAfterMs
      const byAgent = new Map<number, Presence['items'][number]>()
      for (const [tab, viewing] of byTab) {
        if (viewing.seenAt < since) byTab.delete(tab)
        else if (viewing.ticketId === ticketId && viewing.agentId !== exceptAgentId) {
          const isWriting = viewing.isWriting || (byAgent.get(viewing.agentId)?.isWriting ?? false)
          byAgent.set(viewing.agentId, { agentId: viewing.agentId, name: viewing.name, isWriting })
        }
      }
      return [...byAgent.values()]
    },
    stop,
  }
}
