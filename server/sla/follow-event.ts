import * as z from 'zod'
import type { Tx } from '#server/platform/database/open-database.ts'
import { lockTicketRow } from '#server/tickets/index.ts'
import { choosePolicy } from './choose-policy.ts'
import { changePolicy, keep, tellDue } from './keep-clocks.ts'
import { loadPolicies } from './load-terms.ts'
import { telling } from './load-history.ts'
import { beginSession, openSession } from './open-session.ts'

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
  const ticket = await lockTicketRow(tx, ticketId)
  if (!ticket) return
  const policies = await loadPolicies(tx)
  const session = await openSession(tx, ticketId, policies, now, eventId)
  // What is over is not put under a policy any more.
  const mayChoose = ticket.is_open && ticket.merged_into_id === null
  const chosen = mayChoose && session?.isSet !== true ? await choosePolicy(tx, ticketId, policies) : null
  if (session) {
    if (mayChoose && !session.isSet)
      await changePolicy(tx, session, { policyId: chosen, since: session.state.at }, now)
    await tellDue(tx, session, now.getTime(), now)
    await keep(tx, session)
  } else if (chosen !== null) {
    await keep(tx, await beginSession(tx, ticketId, policies, { policyId: chosen, isSet: false }, now))
  }
}
