import * as z from 'zod'
import type { Tx } from '#server/platform/database/open-database.ts'
import { chooseAnew } from './choose-anew.ts'
import { telling } from './load-history.ts'

export const followTask = 'sla.follow'
/** The events it answers; what the clocks themselves say needs no answer of theirs. */
export const followed = telling.filter((type) => !type.startsWith('sla.'))

const Payload = z.object({ eventId: z.int(), ticketId: z.int().nullable() })

/**
 * Something happened to a ticket: its clocks follow, in the order of its events, each event once whatever is repeated
 * or killed. The ticket is locked first, as by everybody who writes its events.
 */
export async function followEvent(tx: Tx, payload: unknown, now: Date): Promise<void> {
  const { eventId, ticketId } = Payload.parse(payload)
  if (ticketId === null) return
  await chooseAnew(tx, ticketId, now, eventId)
}
