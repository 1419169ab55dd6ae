import type { ClockKind } from '#contract/sla.ts'
import { type Clock, type ClockState, isDone, liveClock, type SegmentCause } from './clock-state.ts'
import type { Beginning, Fact } from './facts.ts'
import { elapsedMs, thresholdMs } from './measure.ts'
import { countedBetween, isPausedBy, targetOf, type Terms, type TermsOf } from './terms.ts'

/**
 * The clocks of one ticket as a state machine: it starts with how the ticket began and takes one fact after the other.
 * Pure, so that what was reached fact by fact and what is folded anew from the whole history are the same.
 */
export function beginClocks(beginning: Beginning, termsOf: TermsOf): ClockState {
  const { at, eventId, status, priority, teamId, messageId, policyId } = beginning
  const state: ClockState = {
    at,
    status,
    priority,
    teamId,
    isFrozen: false,
    repliedAt: null,
    mergedFrom: null,
    waiting: [],
    policyId,
    clocks: [],
  }
  const cause = { eventId, reason: 'created' } as const
  if (!isDone(status)) startClock(state, 'solution', null)
  if (teamId !== null) startClock(state, 'stage', teamId)
  if (messageId !== null) startWaiting(state, messageId)
  settle(state, termsOf, cause)
  return state
}

/** The state after one more fact. The one given is left as it is. */
export function advance(before: ClockState, fact: Fact, termsOf: TermsOf): ClockState {
  const state = structuredClone(before)
  if (fact.kind === 'noticed') {
    const clock = state.clocks.find((one) => one.kind === fact.clock && one.run === fact.run)
    if (clock && !clock.fired.includes(fact.notice) && !isEarly(state, clock, fact, termsOf))
      clock.fired = [...clock.fired, fact.notice].toSorted()
    return state
  }
  // Clocks of several processes differ by milliseconds; time does not run backwards for that.
  state.at = Math.max(state.at, fact.at)
  const cause = { eventId: fact.eventId, reason: reasonOf(state, fact) }
  apply(state, fact, termsOf, cause)
  settle(state, termsOf, cause)
  return state
}

/** The state after the whole history. */
export function foldClocks(beginning: Beginning, facts: readonly Fact[], termsOf: TermsOf): ClockState {
  return facts.reduce((state, fact) => advance(state, fact, termsOf), beginClocks(beginning, termsOf))
}

/** Told under shorter terms than those of now: it will be told again in its time. */
function isEarly(
  state: ClockState,
  clock: Clock,
  { notice, at }: Extract<Fact, { kind: 'noticed' }>,
  termsOf: TermsOf,
): boolean {
  const terms = termsAt(state, termsOf)
  const threshold = clock.target && terms ? thresholdMs(notice, clock.target, terms) : null
  return threshold !== null && elapsedMs(clock, at, termsOf) < threshold
}

type Happening = Exclude<Fact, { kind: 'noticed' }>

function reasonOf(state: ClockState, fact: Happening): SegmentCause['reason'] {
  switch (fact.kind) {
    case 'changed':
      if (fact.status !== undefined) {
        if (isDone(fact.status)) return 'solved'
        return isDone(state.status) ? 'reopened' : 'status'
      }
      return fact.teamId === undefined ? 'priority' : 'team'
    case 'message_left':
      return 'moved'
    default:
      return fact.kind
  }
}

function apply(state: ClockState, fact: Happening, termsOf: TermsOf, cause: SegmentCause): void {
  switch (fact.kind) {
    case 'customer_wrote':
      unmerge(state)
      // One that came from another ticket may have been answered here before it came.
      if (fact.writtenAt >= (state.repliedAt ?? 0)) startWaiting(state, fact.messageId)
      return
    case 'replied':
      return answer(state, termsOf, cause)
    case 'changed':
      return change(state, fact, termsOf, cause)
    case 'frozen':
    case 'unfrozen':
      state.isFrozen = fact.kind === 'frozen'
      return
    case 'message_left':
      return stopWaiting(state, fact.messageId, termsOf, cause)
    case 'absorbed':
      if (fact.waitedSince !== null) carry(state, fact.mergeId, fact.waitedSince, termsOf)
      return
    case 'unmerged':
      if (fact.direction === 'in') return giveBack(state, fact.mergeId, termsOf, cause)
      state.isFrozen = fact.isFrozen
      return unmerge(state)
    case 'merged':
      endAll(state, everyKind, 'dropped', termsOf, cause)
      state.mergedFrom = { status: state.status, waiting: state.waiting }
      state.status = 'closed'
      state.waiting = []
      return
    case 'policy':
      state.policyId = fact.policyId
      return
  }
}

const everyKind: readonly ClockKind[] = ['first_reply', 'next_reply', 'update', 'solution', 'stage']

/** The customer waits: for the first answer, or for the next one. */
function startWaiting(state: ClockState, messageId: number): void {
  state.waiting = [...state.waiting, messageId]
  const kind = state.repliedAt !== null ? 'next_reply' : 'first_reply'
  if (!liveClock(state, kind)) startClock(state, kind, null)
}

function stopWaiting(state: ClockState, messageId: number, termsOf: TermsOf, cause: SegmentCause): void {
  state.waiting = state.waiting.filter((id) => id !== messageId)
  if (state.waiting.length === 0) endAll(state, ['first_reply', 'next_reply'], 'dropped', termsOf, cause)
}

function answer(state: ClockState, termsOf: TermsOf, cause: SegmentCause): void {
  endAll(state, ['first_reply', 'next_reply', 'update'], 'met', termsOf, cause)
  state.repliedAt = state.at
  state.waiting = []
  startClock(state, 'update', null)
}

function change(
  state: ClockState,
  fact: Extract<Fact, { kind: 'changed' }>,
  termsOf: TermsOf,
  cause: SegmentCause,
): void {
  if (fact.priority !== undefined) state.priority = fact.priority
  if (fact.teamId !== undefined && fact.teamId !== state.teamId) {
    endAll(state, ['stage'], 'met', termsOf, cause)
    state.teamId = fact.teamId
    if (fact.teamId !== null) startClock(state, 'stage', fact.teamId)
  }
  if (fact.status === undefined) return
  const wasDone = isDone(state.status)
  state.status = fact.status
  if (!wasDone && isDone(fact.status)) {
    endAll(state, ['solution'], 'met', termsOf, cause)
    // Whoever wrote last has been dealt with without words.
    endAll(state, ['next_reply'], 'dropped', termsOf, cause)
    state.waiting = []
  }
  if (wasDone && !isDone(fact.status)) reopen(state, termsOf, cause)
}

function reopen(state: ClockState, termsOf: TermsOf, cause: SegmentCause): void {
  const restarts = termsAt(state, termsOf)?.policy.onReopen === 'restart'
  const solution = state.clocks.findLast((clock) => clock.kind === 'solution')
  if (!solution || restarts) startClock(state, 'solution', null)
  else revive(solution, state.policyId)
  if (!restarts) return
  for (const kind of ['first_reply', 'update', 'stage'] as const) {
    const clock = liveClock(state, kind)
    if (!clock) continue
    endClock(state, clock, 'dropped', termsOf, cause)
    startClock(state, kind, clock.teamId)
  }
}

/** A clock that had ended goes on: the time between stands in the ledger, and does not count. */
function revive(clock: Clock, policyId: number | null): void {
  if (!clock.end) return
  openSegment(clock, { at: clock.end.at, kind: 'stop', policyId }, clock.end.cause)
  clock.end = null
}

/** What had gone up in another ticket is a ticket again: whatever that had ended goes on. */
function unmerge(state: ClockState): void {
  if (!state.mergedFrom) return
  const { status, waiting } = state.mergedFrom
  const mergedAt = state.clocks.findLast(endedByMerge)?.end?.at
  state.status = status
  state.waiting = waiting
  state.mergedFrom = null
  for (const clock of state.clocks) {
    const isOver = waiting.length === 0 && ['first_reply', 'next_reply'].includes(clock.kind)
    if (endedByMerge(clock) && clock.end?.at === mergedAt && !isOver) revive(clock, state.policyId)
  }
}

function endedByMerge({ end }: Clock): boolean {
  return end?.cause.reason === 'merged' || end?.cause.reason === 'moved'
}

/** What a ticket that is taken out again had brought: its customer does not wait here any more. */
function giveBack(state: ClockState, mergeId: number, termsOf: TermsOf, cause: SegmentCause): void {
  for (const clock of state.clocks) {
    if (clock.end !== null || !clock.carried.some((one) => one.mergeId === mergeId)) continue
    setCarried(
      clock,
      clock.carried.filter((one) => one.mergeId !== mergeId),
    )
    forgetEarly(clock, state, termsAt(state, termsOf), termsOf)
  }
  if (state.waiting.includes(-mergeId)) stopWaiting(state, -mergeId, termsOf, cause)
}

function setCarried(clock: Clock, carried: Clock['carried']): void {
  clock.carried = carried
  clock.carriedMs = Math.max(0, ...carried.map((one) => one.ms))
}

/** Whoever has waited longer, here or in the ticket that went up in this one, counts. */
function carry(state: ClockState, mergeId: number, since: number, termsOf: TermsOf): void {
  startWaiting(state, -mergeId)
  const clock = liveClock(state, state.repliedAt !== null ? 'next_reply' : 'first_reply')
  if (!clock) return
  const terms = termsAt(state, termsOf)
  const time = targetOf(terms, clock, state.priority)?.time ?? 'business'
  const waitedMs = terms ? countedBetween(terms, time, since, state.at) : 0
  const ownMs = elapsedMs(clock, state.at, termsOf) - clock.carriedMs
  setCarried(clock, [...clock.carried, { mergeId, ms: Math.max(0, waitedMs - ownMs) }])
}

function startClock(state: ClockState, kind: ClockKind, teamId: number | null): void {
  const run = state.clocks.filter((clock) => clock.kind === kind).length + 1
  state.clocks.push({
    kind,
    run,
    teamId,
    segments: [],
    carriedMs: 0,
    carried: [],
    target: null,
    fired: [],
    end: null,
  })
}

function endAll(
  state: ClockState,
  kinds: readonly ClockKind[],
  how: 'met' | 'dropped',
  termsOf: TermsOf,
  cause: SegmentCause,
): void {
  for (const clock of state.clocks)
    if (clock.end === null && kinds.includes(clock.kind)) endClock(state, clock, how, termsOf, cause)
}

function endClock(
  state: ClockState,
  clock: Clock,
  how: 'met' | 'dropped',
  termsOf: TermsOf,
  cause: SegmentCause,
): void {
  closeSegment(clock, state.at, termsOf)
  clock.end = { at: state.at, how, cause }
}

function termsAt(state: ClockState, termsOf: TermsOf): Terms | null {
  return state.policyId === null ? null : termsOf(state.policyId)
}

/** Brings every live clock into the state its ticket is in now: running, standing, with the target of now. */
function settle(state: ClockState, termsOf: TermsOf, cause: SegmentCause): void {
  const terms = termsAt(state, termsOf)
  for (const clock of state.clocks) {
    if (clock.end !== null) continue
    const target = targetOf(terms, clock, state.priority)
    const kind = isDone(state.status) ? 'stop' : isPausedBy(terms, clock.kind, state) ? 'pause' : 'run'
    const wanted = {
      at: state.at,
      kind,
      time: target?.time ?? 'business',
      policyId: state.policyId,
      targetMs: target?.ms ?? null,
    } as const
    const open = clock.segments.at(-1)
    const isSame =
      open?.to === null &&
      open.kind === kind &&
      (kind !== 'run' ||
        (open.time === wanted.time && open.policyId === wanted.policyId && open.targetMs === wanted.targetMs))
    if (!isSame) {
      closeSegment(clock, state.at, termsOf)
      openSegment(clock, wanted, cause)
    }
    retarget(clock, target, state, terms, termsOf)
  }
}

/** With another target, what was told too early may be told again in its time. */
function retarget(
  clock: Clock,
  target: Clock['target'],
  state: ClockState,
  terms: Terms | null,
  termsOf: TermsOf,
): void {
  const isSame = clock.target?.ms === target?.ms && clock.target?.time === target?.time
  clock.target = target
  if (!isSame) forgetEarly(clock, state, terms, termsOf)
}

/** Of what was told, only that stays which its time has come for. */
function forgetEarly(clock: Clock, state: ClockState, terms: Terms | null, termsOf: TermsOf): void {
  if (clock.fired.length === 0) return
  const { target } = clock
  const elapsed = elapsedMs(clock, state.at, termsOf)
  clock.fired = clock.fired.filter((notice) => {
    const threshold = target && terms ? thresholdMs(notice, target, terms) : null
    return threshold !== null && threshold <= elapsed
  })
}

interface Opening {
  at: number
  kind: 'run' | 'pause' | 'stop'
  time?: 'business' | 'calendar'
  policyId: number | null
  targetMs?: number | null
}

function openSegment(clock: Clock, opening: Opening, cause: SegmentCause): void {
  const { at, kind, time = 'business', policyId, targetMs = null } = opening
  clock.segments.push({ from: at, to: null, kind, time, policyId, targetMs, countedMs: 0, cause })
}

/** A segment that lasted no time is left out, unless it says why the clock began. */
function closeSegment(clock: Clock, at: number, termsOf: TermsOf): void {
  const open = clock.segments.at(-1)
  if (!open || open.to !== null) return
  if (open.from === at && clock.segments.length > 1) {
    clock.segments.pop()
    return
  }
  open.to = at
  if (open.kind !== 'run') return
  const terms = open.policyId === null ? null : termsOf(open.policyId)
  open.countedMs = countedBetween(terms, open.time, open.from, at)
}
