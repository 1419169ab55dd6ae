import type { ChannelProblem, ChannelWatch, ProblemKind } from '#contract/channel-health.ts'
import type { InboxFacts } from './read-facts.ts'
import type { SelfTestRow } from './tables.ts'

/** An error may pass with the next try; one that has stood so long is told. */
const patienceMinutes = 5
const expirySoonDays = 7

type Found = Omit<ChannelProblem, 'inboxId' | 'since'> & { since: Date | null; side: 'in' | 'out' | 'both' }
export type SidedProblem = ChannelProblem & { side: Found['side'] }

/** What is wrong with an inbox, and whether somebody should act now. Pure. */
export function findProblems(
  facts: InboxFacts,
  lastTest: SelfTestRow | null,
  watch: ChannelWatch,
  now: Date,
): SidedProblem[] {
  if (!facts.is_active) return []
  return [
    ...accessProblems(facts, now),
    ...incomingProblems(facts, watch, now),
    ...outgoingProblems(facts, watch, now),
    ...testProblems(lastTest),
  ].map(({ since, ...problem }) => ({
    ...problem,
    inboxId: facts.id,
    since: (since ?? now).toISOString(),
  }))
}

function accessProblems(facts: InboxFacts, now: Date): Found[] {
  if (facts.connection === 'lost') {
    const detail = facts.connection_problem
    return [{ ...plain('access_lost', 'both', facts.connection_lost_at), detail, isGrave: true }]
  }
  const expires = facts.connection_expires_at
  if (facts.connection !== 'connected' || expires === null) return []
  const daysLeft = Math.floor((expires.getTime() - now.getTime()) / 86_400_000)
  if (daysLeft < 0) return [{ ...plain('access_expired', 'both', expires), isGrave: true }]
  return daysLeft < expirySoonDays
    ? [{ ...plain('access_ends_soon', 'both', null), facts: { count: daysLeft } }]
    : []
}

function incomingProblems(facts: InboxFacts, watch: ChannelWatch, now: Date): Found[] {
  const problems: Found[] = []
  const isFetched = facts.receives_by !== 'smtp'
  const heardAt = facts.looked_at ?? (facts.receives_by === 'imap' ? facts.created_at : null)
  const isSilent = isFetched && heardAt !== null && minutes(heardAt, now) >= watch.silentMinutes
  if (facts.receive_error !== null && facts.connection !== 'lost') {
    const isGrave = isSilent || minutes(facts.receive_error_at, now) >= watch.silentMinutes
    const found = plain('receive_error', 'in', facts.receive_error_at)
    problems.push({ ...found, detail: facts.receive_error, isGrave })
  } else if (isSilent && facts.connection !== 'lost') {
    problems.push({ ...plain('fetch_silent', 'in', heardAt), isGrave: true })
  }
  if (minutes(facts.oldest_untried_at, now) >= watch.queueMinutes) {
    problems.push({ ...plain('queue_in', 'in', facts.oldest_untried_at, facts.waiting_in), isGrave: true })
  }
  if (facts.quarantined > 0) {
    problems.push({
      ...plain('quarantined', 'in', facts.quarantined_since, facts.quarantined),
      isGrave: true,
    })
  }
  return problems
}

function outgoingProblems(facts: InboxFacts, watch: ChannelWatch, now: Date): Found[] {
  const problems: Found[] = []
  if (!facts.can_send) return [plain('cannot_send', 'out', null)]
  if (facts.send_error !== null && facts.connection !== 'lost') {
    const isGrave = minutes(facts.send_error_at, now) >= patienceMinutes
    const found = plain('send_error', 'out', facts.send_error_at, facts.waiting_out)
    problems.push({ ...found, detail: facts.send_error, isGrave })
  } else if (minutes(facts.overdue_since, now) >= watch.queueMinutes) {
    problems.push({ ...plain('queue_out', 'out', facts.overdue_since, facts.waiting_out), isGrave: true })
  }
  // Copies in Sent, marks on fetched letters: no letter waits for them.
  if (facts.copy_error !== null && minutes(facts.copy_error_at, now) >= patienceMinutes) {
    problems.push({ ...plain('copy_error', 'out', facts.copy_error_at), detail: facts.copy_error })
  }
  return problems
}

function testProblems(test: SelfTestRow | null): Found[] {
  if (test?.state !== 'failed' && test?.state !== 'lost') return []
  // Whoever pressed the button is looking at it.
  const isGrave = test.started_by_id === null
  const kind = test.state === 'failed' ? 'test_failed' : 'test_lost'
  return [{ ...plain(kind, 'both', test.started_at), detail: test.detail, isGrave }]
}

function plain(kind: ProblemKind, side: Found['side'], since: Date | null, count?: number): Found {
  return { kind, side, since, detail: null, facts: count === undefined ? {} : { count }, isGrave: false }
}

/** Minutes from an instant to now; of nothing, less than any. */
function minutes(since: Date | null, now: Date): number {
  return since === null ? -1 : (now.getTime() - since.getTime()) / 60_000
}
