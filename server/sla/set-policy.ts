import type { Tx } from '#server/platform/database/open-database.ts'
import { type By, lockTicketRow } from '#server/tickets/index.ts'
import { choosePolicy } from './choose-policy.ts'
import { changePolicy, keep, tellDue } from './keep-clocks.ts'
import { loadPolicies } from './load-terms.ts'
import { beginSession, openSession } from './open-session.ts'

/**
 * Puts a ticket under a policy, whatever its conditions say; null lets the conditions choose again. What its clocks
 * have used stays used. False for a policy that is gone, or a ticket that is.
 */
export async function setPolicy(
  tx: Tx,
  ticketId: number,
  policyId: number | null,
  by: By,
  now: Date,
): Promise<boolean> {
  const ticket = await lockTicketRow(tx, ticketId)
  const policies = await loadPolicies(tx)
  const isThere = policyId === null || policies.asked.some((policy) => policy.id === policyId)
  if (!ticket || !isThere) return false
  const wanted = policyId ?? (await choosePolicy(tx, ticketId, policies))
  const session = await openSession(tx, ticketId, policies, now)
  if (session) {
    session.isSet = policyId !== null
    await changePolicy(tx, session, { policyId: wanted, since: now.getTime(), by }, now)
    await tellDue(tx, session, now.getTime(), now)
    await keep(tx, session)
  } else if (wanted !== null) {
    const change = { policyId: wanted, isSet: policyId !== null, by }
    await keep(tx, await beginSession(tx, ticketId, policies, change, now))
  }
  return true
}
