import { sql } from 'kysely'
import type { Cause } from '#contract/ticket-actions.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { recordEvents } from '#server/platform/events/record-events.ts'
import { type By, causeData, setDeadline } from '#server/tickets/index.ts'
import { advance } from './clock.ts'
import type { ClockState } from './clock-state.ts'
import type { Fact } from './facts.ts'
import type { Policies } from './load-terms.ts'
import { type DueNotice, dueAt, nearestDeadline, noticesAhead, noticesDue } from './measure.ts'

/** The clocks of one ticket while they are brought up to date; the ticket is locked. */
export interface Session {
  readonly ticketId: number
  readonly policies: Policies
  state: ClockState
  isSet: boolean
  lastEventId: number
  /** The last event taken in that is not the clocks' own: what they say now stands behind it in the history. */
  after: number
  eventCount: number
  /** Counted anew after something they count by had changed at that instant (epoch ms). */
  changedAt?: number
}

export interface PolicyChange {
  policyId: number | null
  since: number
  /** Who set it; left out where conditions chose it. */
  by?: By
}

const system = { kind: 'system', id: null } as const

/** Takes in what happened, telling on the way what had come due before it. */
export async function takeIn(tx: Tx, session: Session, facts: readonly Fact[], now: Date): Promise<void> {
  for (const fact of facts) {
    // A fact of the clocks' own is no time by which others could have come due.
    if (fact.kind !== 'noticed' && fact.kind !== 'policy')
      await tellDue(tx, session, Math.min(fact.at, now.getTime()), now)
    session.state = advance(session.state, fact, session.policies.termsOf)
    session.after = Math.max(session.after, fact.eventId)
    session.lastEventId = Math.max(session.lastEventId, fact.eventId)
  }
}

/** Tells every warning and breach that is due by then, each once: the event is part of the history it is judged by. */
export async function tellDue(tx: Tx, session: Session, until: number, now: Date): Promise<void> {
  const { termsOf } = session.policies
  for (const due of noticesDue(session.state, until, termsOf)) {
    const { type, data } = wordsOf(session, due)
    const eventId = await record(tx, session, now, type, data)
    session.state = advance(session.state, told(due, eventId), termsOf)
  }
}

/**
 * The same for the clocks of many tickets that have nothing else to take in, all of them with one statement. Their
 * states are ahead of what is kept until `keep`, or `keepTold`.
 */
export async function tellDueTogether(tx: Tx, sessions: readonly Session[], now: Date): Promise<void> {
  const occurrences = sessions.flatMap((session) =>
    noticesDue(session.state, now.getTime(), session.policies.termsOf).map((due) => {
      const { type, data } = wordsOf(session, due)
      // Of which event it was is not asked of what was told.
      session.state = advance(session.state, told(due, 0), session.policies.termsOf)
      return {
        type,
        at: now,
        actor: system,
        ticketId: session.ticketId,
        data: { ...data, after: session.after },
      }
    }),
  )
  const byTicket = new Map(sessions.map((session) => [session.ticketId, session]))
  for (const { id, ticketId } of await recordEvents(tx, occurrences)) {
    const session = byTicket.get(ticketId)
    if (!session) continue
    session.lastEventId = Math.max(session.lastEventId, id)
    session.eventCount += 1
  }
}

function told({ clock, notice, at }: DueNotice, eventId: number): Fact {
  return { kind: 'noticed', at, eventId, clock: clock.kind, run: clock.run, notice }
}

function wordsOf({ state, policies, changedAt = -Infinity }: Session, { clock, notice, at }: DueNotice) {
  const policyId = state.policyId ?? 0
  const due = dueAt(clock, policies.termsOf)
  const savedAt = policies.termsOf(policyId)?.savedAt ?? -Infinity
  const [kind, amount] = notice.split(':')
  const cause: Cause = { kind: 'sla', id: policyId, name: policies.nameOf(policyId) ?? '' }
  return {
    type: notice === 'breach' ? 'sla.breached' : 'sla.warned',
    data: {
      clock: clock.kind,
      run: clock.run,
      ...(clock.teamId !== null && { teamId: clock.teamId }),
      ...(notice !== 'breach' && { notice, [kind === 'percent' ? 'percent' : 'minutes']: Number(amount) }),
      dueAt: new Date(due ?? at).toISOString(),
      // Over before it counted: a change of settings that reaches many tickets is no news for each agent.
      ...(at < Math.max(savedAt, changedAt) && { wasOver: true }),
      cause,
    },
  }
}

/** Puts the ticket under another policy from an instant on (epoch ms); what its clocks have used stays used. */
export async function changePolicy(
  tx: Tx,
  session: Session,
  { policyId, since, by }: PolicyChange,
  now: Date,
): Promise<void> {
  if (policyId === session.state.policyId) return
  const { nameOf, termsOf } = session.policies
  const eventId = await record(
    tx,
    session,
    now,
    'sla.policy',
    {
      policyId,
      policyName: nameOf(policyId),
      from: session.state.policyId,
      fromName: nameOf(session.state.policyId),
      since,
      isSet: session.isSet,
      ...(by && causeData(by)),
    },
    by?.actor,
  )
  session.state = advance(session.state, { kind: 'policy', at: since, eventId, policyId }, termsOf)
}

async function record(
  tx: Tx,
  session: Session,
  now: Date,
  type: string,
  data: Record<string, unknown>,
  actor: By['actor'] = system,
): Promise<number> {
  const { ticketId, after } = session
  const eventId = await recordEvent(tx, {
    type,
    at: now,
    actor,
    ticketId,
    data: { ...data, after },
  })
  session.lastEventId = eventId
  session.eventCount += 1
  return eventId
}

/** Writes the clocks down, with the moment they have to be looked at next, and the ticket's nearest deadline. */
export async function keep(tx: Tx, session: Session): Promise<void> {
  const { ticketId, state, isSet, lastEventId, eventCount } = session
  const { termsOf } = session.policies
  const next = noticesAhead(state, termsOf)[0]
  const columns = {
    policy_id: state.policyId,
    policy_version: session.policies.versionOf(state.policyId),
    is_set: isSet,
    state: JSON.stringify(state),
    last_event_id: lastEventId,
    event_count: eventCount,
    next_at: next ? new Date(next.at) : null,
  }
  const nearest = nearestDeadline(state, termsOf)
  await Promise.all([
    tx
      .insertInto('sla_ticket')
      .values({ ticket_id: ticketId, ...columns })
      .onConflict((conflict) => conflict.column('ticket_id').doUpdateSet(columns))
      .execute(),
    setDeadline(tx, ticketId, nearest && { at: new Date(nearest.at), kind: nearest.clock.kind }),
  ])
}

/** Writes down, with one statement, what was told of many tickets; deadlines are written only where they moved. */
export async function keepTold(tx: Tx, sessions: readonly Session[], deadlines: Deadlines): Promise<void> {
  const rows = sessions.map(({ ticketId, state, lastEventId, eventCount, policies }) => {
    const next = noticesAhead(state, policies.termsOf)[0]
    return {
      ticket_id: ticketId,
      state,
      last_event_id: lastEventId,
      event_count: eventCount,
      next_at: next ? new Date(next.at) : null,
    }
  })
  await sql`
    update sla_ticket set state = told.state, last_event_id = told.last_event_id, event_count = told.event_count,
      next_at = told.next_at
    from jsonb_to_recordset(${JSON.stringify(rows)}::jsonb)
      as told (ticket_id bigint, state jsonb, last_event_id bigint, event_count int, next_at timestamptz)
    where sla_ticket.ticket_id = told.ticket_id`.execute(tx)
  for (const { ticketId, state, policies } of sessions) {
    const nearest = nearestDeadline(state, policies.termsOf)
    if ((deadlines.get(ticketId)?.getTime() ?? null) === (nearest?.at ?? null)) continue
    await setDeadline(tx, ticketId, nearest && { at: new Date(nearest.at), kind: nearest.clock.kind })
  }
}

/** The nearest deadlines of tickets as they are written. */
export type Deadlines = ReadonlyMap<number, Date | null>
