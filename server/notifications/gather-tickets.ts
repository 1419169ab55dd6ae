import type { LiveMessage } from '#contract/live.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { placesOf } from '#server/tickets/index.ts'

type AboutTicket = Extract<LiveMessage, { ticketId: number }>
type Places = Awaited<ReturnType<typeof placesOf>>

/** A busy desk changes many times a second: where its tickets lie is asked for all of them at once. */
const gatherMs = 50

/**
 * Gathers what is said about tickets, for those who may not hear of every one, and answers with where the tickets
 * lie. What cannot be found out is not told: the line to the database broke, and the tabs will be told to come back.
 */
export function gatherTickets(
  db: Db,
  tell: (messages: readonly AboutTicket[], places: Places) => void,
): { add(message: AboutTicket): void; stop(): void } {
  let waiting = new Map<string, AboutTicket>()
  let timer: NodeJS.Timeout | undefined

  const ask = async (): Promise<void> => {
    const messages = [...waiting.values()]
    waiting = new Map()
    timer = undefined
    const ids = new Set(messages.map((message) => message.ticketId))
    tell(messages, await placesOf(db, [...ids]))
  }
  return {
    add(message) {
      waiting.set(`${message.type} ${message.ticketId}`, message)
      timer ??= setTimeout(() => void ask().catch(() => undefined), gatherMs)
    },
    stop: () => clearTimeout(timer),
  }
}
