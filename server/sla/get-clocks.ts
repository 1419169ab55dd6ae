import type { SlaClock, TicketClocks } from '#contract/sla.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { visibleTicket } from '#server/tickets/index.ts'
import { type CauseOf, loadCauses } from './load-causes.ts'
import type { Clock, ClockState } from './clock-state.ts'
import { ledgerOf, linesAhead } from './ledger.ts'
import { loadPolicies } from './load-terms.ts'
import { dueAt, elapsedMs, momentOf } from './measure.ts'
import { noticeOf, type Target, type TermsOf, warningMs } from './terms.ts'

/** The clocks of a ticket with their ledgers; those that run first, then those that ended, the latest first. */
export async function getClocks(db: Db, actor: Actor, ticketId: number, now: Date): Promise<TicketClocks> {
  const ticket = await visibleTicket(db, actor, ticketId)
  const row = await db
    .selectFrom('sla_ticket')
    .leftJoin('sla_policy', 'sla_policy.id', 'sla_ticket.policy_id')
    .leftJoin('calendar', 'calendar.id', 'sla_policy.calendar_id')
    .select(['sla_ticket.state', 'sla_ticket.is_set', 'sla_policy.id', 'sla_policy.name'])
    .select(['calendar.id as calendar_id', 'calendar.name as calendar_name', 'calendar.time_zone'])
    .where('sla_ticket.ticket_id', '=', ticketId)
    .executeTakeFirst()
  const { termsOf, asked } = await loadPolicies(db)
  // One that went into another is a signpost: what is promised is promised there.
  const mayChoose = actor.permissions.has('ticket.update') && ticket.merged_into_id === null
  const choices = mayChoose ? asked.map(({ id, name }) => ({ id, name })) : []
  if (!row) return { now: now.toISOString(), policy: null, choices, clocks: [] }
  const causeOf = await loadCauses(db, row.state)
  const { id, name, calendar_id: calendarId, calendar_name: calendarName, time_zone: timeZone } = row
  const calendar =
    calendarId === null || calendarName === null || timeZone === null
      ? null
      : { id: calendarId, name: calendarName, timeZone }
  const clocks = row.state.clocks.flatMap((clock) => {
    const { target } = clock
    return target
      ? [presentClock(row.state, { ...clock, target }, { now: now.getTime(), termsOf, causeOf })]
      : []
  })
  return {
    now: now.toISOString(),
    policy: id === null || name === null ? null : { id, name, isSet: row.is_set, calendar },
    choices,
    clocks: clocks.toSorted(
      (a, b) =>
        Number(a.endedAt !== null) - Number(b.endedAt !== null) ||
        Date.parse(b.startedAt) - Date.parse(a.startedAt),
    ),
  }
}

interface Context {
  now: number
  termsOf: TermsOf
  causeOf: CauseOf
}

function presentClock(state: ClockState, clock: Clock & { target: Target }, context: Context): SlaClock {
  const { termsOf, causeOf } = context
  // Two clocks of the desk may differ by a little: nothing lies before the last thing that happened.
  const now = Math.max(context.now, state.at)
  const { target } = clock
  const elapsed = elapsedMs(clock, now, termsOf)
  const due = dueAt(clock, termsOf)
  const warnings = state.policyId === null ? [] : (termsOf(state.policyId)?.policy.warnings ?? [])
  return {
    kind: clock.kind,
    run: clock.run,
    teamId: clock.teamId,
    state: stateOf(clock),
    target: { minutes: Math.round(target.ms / 60_000), time: target.time },
    startedAt: iso(clock.segments[0]?.from ?? state.at),
    endedAt: clock.end && iso(clock.end.at),
    dueAt: due === null ? null : iso(due),
    elapsedMs: Math.round(elapsed),
    carriedMs: Math.round(clock.carriedMs),
    remainingMs: Math.round(target.ms - elapsed),
    isBreached: elapsed > target.ms || clock.fired.includes('breach'),
    warnings: warnings.flatMap((warning) => {
      const ms = warningMs(warning, target)
      if (ms === null) return []
      const at = momentOf(clock, ms, termsOf)
      // One whose moment had passed before the policy was saved was never told, and is past all the same.
      const isPast = elapsed >= ms || clock.fired.includes(noticeOf(warning))
      return [{ warning, at: at === null ? null : iso(at), isPast }]
    }),
    ledger: ledgerOf(clock, now, termsOf).map((line) => ({
      kind: line.kind,
      from: iso(line.from),
      to: iso(line.to),
      countedMs: Math.round(line.countedMs),
      cause: causeOf(line.cause),
    })),
    ahead:
      clock.end !== null || due === null
        ? []
        : linesAhead(clock, { now, due }, termsOf).map(({ kind, from, to, countedMs }) => ({
            kind,
            from: iso(from),
            to: iso(to),
            countedMs: Math.round(countedMs),
          })),
  }
}

function stateOf(clock: Clock): SlaClock['state'] {
  if (clock.end) return clock.end.how
  const kind = clock.segments.at(-1)?.kind ?? 'run'
  return ({ run: 'running', pause: 'paused', stop: 'stopped' } as const)[kind]
}

function iso(ms: number): string {
  return new Date(ms).toISOString()
}
