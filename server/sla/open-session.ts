import type { Tx } from '#server/platform/database/open-database.ts'
import { foldClocks } from './clock.ts'
import { changePolicy, type PolicyChange, type Session, takeIn, tellDue } from './keep-clocks.ts'
import { countEvents, loadHistory, loadNews } from './load-history.ts'
import type { Policies } from './load-terms.ts'

/**
 * The clocks of a ticket the caller has locked, brought up to the last event; null for one that never came under a
 * policy. `eventId`: the event that led here; should it have become visible after later ones were taken in, the
 * history is folded anew.
 */
export async function openSession(
  tx: Tx,
  ticketId: number,
  policies: Policies,
  now: Date,
  eventId?: number,
): Promise<Session | null> {
  const row = await tx
    .selectFrom('sla_ticket')
    .select(['state', 'policy_version', 'is_set', 'last_event_id', 'event_count'])
    .where('ticket_id', '=', ticketId)
    .executeTakeFirst()
  if (!row) return null
  const isSet = row.is_set && isStillThere(row.state.policyId, policies)
  // A ticket that was over when its policy changed comes back to work.
  if (row.policy_version !== policies.versionOf(row.state.policyId))
    return refoldAsItCame(tx, ticketId, policies, { isSet, lastEventId: row.last_event_id, now })
  if (eventId !== undefined && eventId <= row.last_event_id) {
    const count = await countEvents(tx, ticketId, row.last_event_id)
    if (count !== row.event_count) return refold(tx, ticketId, policies, isSet)
  }
  const news = await loadNews(tx, ticketId, row.last_event_id)
  const session: Session = {
    ticketId,
    policies,
    state: row.state,
    isSet,
    lastEventId: row.last_event_id,
    after: row.last_event_id,
    eventCount: row.event_count + news.eventCount,
  }
  await takeIn(tx, session, news.facts, now)
  session.lastEventId = Math.max(session.lastEventId, news.lastEventId)
  session.after = Math.max(session.after, news.lastEventId)
  return session
}

/** A policy that was set and is gone leaves the choice to the conditions. */
function isStillThere(policyId: number | null, { asked }: Policies): boolean {
  return asked.some((policy) => policy.id === policyId)
}

interface Known {
  isSet: boolean
  /** The last event that was taken in. */
  lastEventId: number
  now: Date
}

/**
 * What was known already is folded anew under the policies of now, and what came since is taken in as ever: a deadline
 * that was over before the answer is told, though the answer came before the clocks were counted anew.
 */
async function refoldAsItCame(tx: Tx, ticketId: number, policies: Policies, known: Known): Promise<Session> {
  const { beginning, facts, lastEventId, eventCount } = await loadHistory(tx, ticketId)
  const { isSet, lastEventId: after, now } = known
  const news = facts.filter((fact) => fact.eventId > after)
  const state = foldClocks(
    beginning,
    facts.filter((fact) => fact.eventId <= after),
    policies.termsOf,
  )
  const session: Session = { ticketId, policies, state, isSet, lastEventId: after, after, eventCount }
  await takeIn(tx, session, news, now)
  session.lastEventId = Math.max(session.lastEventId, lastEventId)
  session.after = Math.max(session.after, lastEventId)
  return session
}

/** The same from the whole history, with the policies as they are now. */
export async function refold(tx: Tx, ticketId: number, policies: Policies, isSet: boolean): Promise<Session> {
  const { beginning, facts, lastEventId, eventCount } = await loadHistory(tx, ticketId)
  const state = foldClocks(beginning, facts, policies.termsOf)
  return { ticketId, policies, state, isSet, lastEventId, after: lastEventId, eventCount }
}

/** A ticket's first policy: what happened before counts by it too. */
export async function beginSession(
  tx: Tx,
  ticketId: number,
  policies: Policies,
  change: Omit<PolicyChange, 'since'> & { policyId: number; isSet: boolean },
  now: Date,
): Promise<Session> {
  const history = await loadHistory(tx, ticketId)
  const session = await refold(tx, ticketId, policies, change.isSet)
  await changePolicy(tx, session, { ...change, since: history.beginning.at }, now)
  session.state = foldClocks(
    { ...history.beginning, policyId: change.policyId },
    history.facts,
    policies.termsOf,
  )
  await tellDue(tx, session, now.getTime(), now)
  return session
}
