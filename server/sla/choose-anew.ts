import type { Tx } from '#server/platform/database/open-database.ts'
import { lockTicketRow } from '#server/tickets/index.ts'
import { choosePolicy } from './choose-policy.ts'
import { changePolicy, keep, tellDue } from './keep-clocks.ts'
import { loadPolicies } from './load-terms.ts'
import { beginSession, openSession } from './open-session.ts'

/**
 * Takes in what happened to a ticket and asks its conditions which policy is its own, unless one was set. `eventId`:
 * the event that led here, if it is the ticket's.
 */
export async function chooseAnew(tx: Tx, ticketId: number, now: Date, eventId?: number): Promise<void> {
  const ticket = await lockTicketRow(tx, ticketId)
  if (!ticket) return
  const policies = await loadPolicies(tx)
  const session = await openSession(tx, ticketId, policies, now, eventId)
  // What is over is not put under a policy any more.
  const mayChoose = ticket.is_open && ticket.merged_into_id === null
  const chosen = mayChoose && session?.isSet !== true ? await choosePolicy(tx, ticketId, policies) : null
  if (session) {
    if (mayChoose && !session.isSet) {
      // Of an event of the ticket's own it is as old as that; of anything else it holds from now on.
      const since = eventId === undefined ? now.getTime() : session.state.at
      await changePolicy(tx, session, { policyId: chosen, since }, now)
    }
    await tellDue(tx, session, now.getTime(), now)
    await keep(tx, session)
  } else if (chosen !== null) {
    await keep(tx, await beginSession(tx, ticketId, policies, { policyId: chosen, isSet: false }, now))
  }
}
