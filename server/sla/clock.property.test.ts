import fc from 'fast-check'
import { expect, test } from 'vitest'
import type { Priority, StatusCategory } from '#contract/desk.ts'
import type { SlaPolicyInput } from '#contract/sla.ts'
import { createWorkingTime } from '#server/calendars/working-time.ts'
import { aroundTheClock, business, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { advance, beginClocks, foldClocks } from './clock.ts'
import type { ClockState } from './clock-state.ts'
import type { Beginning, Fact } from './facts.ts'
import { ledgerOf } from './ledger.ts'
import { dueAt, elapsedMs, noticesDue } from './measure.ts'
import type { TermsOf } from './terms.ts'

const minuteMs = 60_000
const start = Date.parse('2026-03-27T09:00:00Z')
const calendar = createWorkingTime({
  // The clocks go forward on the second night.
  timeZone: 'Europe/Berlin',
  week: [1, 2, 3, 4, 5, 6, 7].map((day) =>
    day < 7
      ? [
          { from: 540, to: 780 },
          { from: 840, to: 1080 },
        ]
      : [],
  ),
  specialDays: () => new Map([['2026-03-30', []]]),
})
const targets: SlaPolicyInput['targets'] = {
  ...everyPriority({
    firstReply: business(60),
    nextReply: business(90),
    update: aroundTheClock(240),
    solution: business(480),
  }),
  high: everyPriority({ firstReply: aroundTheClock(15), solution: business(120) }).high,
}
const warnings: SlaPolicyInput['warnings'] = [
  { kind: 'percent', percent: 50 },
  { kind: 'percent', percent: 90 },
  { kind: 'minutes', minutes: 10 },
]
const inputs = [
  slaPolicy({ targets, warnings, stages: [{ teamId: 1, target: business(30) }] }),
  slaPolicy({
    targets: everyPriority({ solution: aroundTheClock(300) }),
    warnings,
    onReopen: 'restart',
    pausedClocks: ['solution'],
  }),
]
const termsOf: TermsOf = (id) => {
  const policy = inputs[id - 1]
  return policy ? { id, calendar, policy } : null
}

const statuses: StatusCategory[] = ['new', 'open', 'paused', 'solved', 'closed']
const priorities: Priority[] = ['low', 'medium', 'high', 'critical']
const body = fc.oneof(
  fc.record({ kind: fc.constant('customer_wrote' as const), messageId: fc.integer({ min: 1, max: 9 }) }),
  fc.record({ kind: fc.constant('replied' as const) }),
  fc.record({ kind: fc.constant('changed' as const), status: fc.constantFrom(...statuses) }),
  fc.record({ kind: fc.constant('changed' as const), priority: fc.constantFrom(...priorities) }),
  fc.record({ kind: fc.constant('changed' as const), teamId: fc.constantFrom(null, 1, 2) }),
  fc.record({
    kind: fc.constantFrom('frozen' as const, 'unfrozen' as const, 'merged' as const),
  }),
  fc.record({
    kind: fc.constant('unmerged' as const),
    direction: fc.constant('out' as const),
    isFrozen: fc.boolean(),
  }),
  fc.record({
    kind: fc.constant('unmerged' as const),
    direction: fc.constant('in' as const),
    mergeId: fc.integer({ min: 1, max: 3 }),
  }),
  fc.record({ kind: fc.constant('message_left' as const), messageId: fc.integer({ min: 1, max: 9 }) }),
  fc.record({
    kind: fc.constant('absorbed' as const),
    mergeId: fc.integer({ min: 1, max: 3 }),
    waitedSince: fc.constantFrom(null, start - 30 * minuteMs, start),
  }),
  fc.record({ kind: fc.constant('policy' as const), policyId: fc.constantFrom(null, 1, 2) }),
)
const story = fc.array(fc.tuple(fc.integer({ min: 0, max: 1500 }), body), { maxLength: 25 })
const beginning: Beginning = {
  at: start,
  eventId: 1,
  status: 'new',
  priority: 'medium',
  teamId: 1,
  messageId: 1,
  policyId: 1,
}

/** The facts of a story, the told warnings and breaches among them, as the ticker would have told them. */
function live(steps: [number, { kind: string }][]): { facts: Fact[]; state: ClockState } {
  const facts: Fact[] = []
  let state = beginClocks(beginning, termsOf)
  let at = start
  const take = (fact: Fact): void => {
    facts.push(fact)
    // What is kept in between is text.
    state = advance(JSON.parse(JSON.stringify(state)) as ClockState, fact, termsOf)
  }
  for (const [minutes, step] of steps) {
    at += minutes * minuteMs
    for (const { clock, notice, at: moment } of noticesDue(state, at, termsOf))
      take({
        kind: 'noticed',
        at: moment,
        eventId: facts.length + 2,
        clock: clock.kind,
        run: clock.run,
        notice,
      })
    take({
      ...step,
      at,
      eventId: facts.length + 2,
      ...(step.kind === 'customer_wrote' && { writtenAt: at }),
    } as Fact)
  }
  return { facts, state }
}

test('what was reached fact by fact is what the whole history folds to', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const { facts, state } = live(steps)
      expect(JSON.parse(JSON.stringify(foldClocks(beginning, facts, termsOf)))).toEqual(
        JSON.parse(JSON.stringify(state)),
      )
    }),
    { numRuns: 2000 },
  )
})

test('a ledger has no gap and no overlap, and its lines add up to what the clock has used', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const { state } = live(steps)
      const now = state.at + 77 * minuteMs
      for (const clock of state.clocks) {
        const lines = ledgerOf(clock, now, termsOf)
        lines.slice(1).forEach((line, index) => expect(line.from).toBe(lines[index]?.to))
        const sum = lines.reduce((total, line) => total + line.countedMs, clock.carriedMs)
        expect(sum).toBe(elapsedMs(clock, now, termsOf))
        expect(clock.end === null).toBe(clock.segments.at(-1)?.to === null)
      }
    }),
    { numRuns: 1000 },
  )
})

test('at its deadline a clock has used its time, and a minute before it has not', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const { state } = live(steps)
      for (const clock of state.clocks) {
        const due = dueAt(clock, termsOf)
        if (due === null || clock.end || clock.target === null || due <= state.at) continue
        expect(elapsedMs(clock, due, termsOf)).toBe(clock.target.ms)
        expect(elapsedMs(clock, due - 1, termsOf)).toBeLessThan(clock.target.ms)
      }
    }),
    { numRuns: 1000 },
  )
})

test('nothing is told twice, and after all is told nothing is due', () => {
  fc.assert(
    fc.property(story, (steps) => {
      const { facts, state } = live(steps)
      let told = state
      for (const { clock, notice, at } of noticesDue(state, state.at, termsOf))
        told = advance(
          told,
          { kind: 'noticed', at, eventId: 999, clock: clock.kind, run: clock.run, notice },
          termsOf,
        )
      expect(noticesDue(told, told.at, termsOf)).toEqual([])
      // With promises that stay as they are, each notice of a clock is told at most once.
      const changes = facts.some(
        (one) =>
          one.kind === 'policy' ||
          (one.kind === 'changed' && one.priority) ||
          // The wait another ticket had brought leaves with it, and what was told because of it was told too early.
          (one.kind === 'unmerged' && one.direction === 'in'),
      )
      const names = facts.flatMap((one) =>
        one.kind === 'noticed' ? [`${one.clock} ${one.run} ${one.notice}`] : [],
      )
      if (!changes) expect(new Set(names).size).toBe(names.length)
    }),
    { numRuns: 1000 },
  )
})
