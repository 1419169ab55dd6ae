import type { ChannelHealth, HealthState, InboxHealth } from '#contract/channel-health.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { findProblems, type SidedProblem } from './find-problems.ts'
import { lettersByHour } from './letters-by-hour.ts'
import { presentSelfTest } from './present-self-test.ts'
import { type InboxFacts, readFacts } from './read-facts.ts'
import type { SelfTestRow } from './tables.ts'
import { readWatch } from './watch-settings.ts'

const shownIncidents = 20
const instant = (at: Date | null): string | null => at?.toISOString() ?? null

/** How the mail is, inbox by inbox. */
export async function getChannelHealth(db: Db, now: Date): Promise<ChannelHealth> {
  const [facts, watch, hoursOf, tests, incidents] = await Promise.all([
    readFacts(db),
    readWatch(db),
    lettersByHour(db, now),
    lastTests(db),
    db.selectFrom('channel_incident').selectAll().orderBy('id', 'desc').limit(shownIncidents).execute(),
  ])
  const inboxes = facts.map((one) => {
    const test = tests.get(one.id) ?? null
    const problems = findProblems(one, test, watch, now)
    return presentInbox(one, problems, hoursOf(one.id), test, now)
  })
  return {
    state: worst(inboxes.map((inbox) => inbox.state)),
    inboxes,
    incidents: incidents.map((row) => ({
      id: row.id,
      kind: row.kind,
      inboxId: row.inbox_id,
      startedAt: row.started_at.toISOString(),
      endedAt: instant(row.ended_at),
      toldAt: instant(row.told_at),
    })),
    watch,
  }
}

/** The newest test of every inbox. */
export async function lastTests(db: Db): Promise<Map<number, SelfTestRow>> {
  const rows = await db
    .selectFrom('channel_self_test')
    .distinctOn('inbox_id')
    .selectAll()
    .orderBy('inbox_id')
    .orderBy('id', 'desc')
    .execute()
  return new Map(rows.map((row) => [row.inbox_id, row]))
}

/** One letter put aside wants a person, but the others come and go. */
function stops({ kind }: SidedProblem): boolean {
  return kind !== 'quarantined'
}

function presentInbox(
  facts: InboxFacts,
  problems: SidedProblem[],
  hours: InboxHealth['hours'],
  test: SelfTestRow | null,
  now: Date,
): InboxHealth {
  const stateOf = (...sides: SidedProblem['side'][]): HealthState => {
    if (!facts.is_active) return 'off'
    const own = problems.filter((problem) => sides.includes(problem.side))
    if (own.some((problem) => problem.isGrave && stops(problem))) return 'bad'
    return own.length > 0 ? 'warn' : 'ok'
  }
  const { connection, connection_expires_at: expiresAt } = facts
  return {
    inboxId: facts.id,
    name: facts.name,
    address: facts.address,
    isActive: facts.is_active,
    state: stateOf('in', 'out', 'both'),
    incoming: {
      state: stateOf('in'),
      lastAt: instant(facts.last_received_at),
      waiting: facts.waiting_in,
      oldestWaitingAt: instant(facts.oldest_in_at),
      by: facts.receives_by,
      lookedAt: instant(facts.looked_at),
      behind: facts.receives_by === 'imap' ? facts.behind : null,
      quarantined: facts.quarantined,
    },
    outgoing: {
      state: facts.can_send ? stateOf('out') : 'off',
      lastAt: instant(facts.last_sent_at),
      waiting: facts.waiting_out,
      oldestWaitingAt: instant(facts.oldest_out_at),
      canSend: facts.can_send,
      failed: facts.failed,
    },
    token: connection && {
      expiresAt: instant(expiresAt),
      isExpired: connection === 'lost' || (expiresAt !== null && expiresAt < now),
      renewsItself: connection === 'connected' && expiresAt === null,
    },
    problems: problems.map(({ side: _side, ...problem }) => problem),
    hours,
    selfTest: test && presentSelfTest(test),
  }
}

const order: HealthState[] = ['off', 'ok', 'warn', 'bad']

function worst(states: HealthState[]): HealthState {
  return states.reduce((a, b) => (order.indexOf(b) > order.indexOf(a) ? b : a), 'off')
}
