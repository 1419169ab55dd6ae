import { expect, test } from 'vitest'
import { createWorkingTime } from '#server/calendars/working-time.ts'
import type { ClockKind, SlaPolicyInput } from '#contract/sla.ts'
import { business, everyPriority, slaPolicy } from '#test/builders/sla.ts'
import { foldClocks } from './clock.ts'
import type { ClockState } from './clock-state.ts'
import type { Beginning, Fact } from './facts.ts'
import { ledgerOf } from './ledger.ts'
import { dueAt, elapsedMs, nearestDeadline, noticesDue } from './measure.ts'
import type { TermsOf } from './terms.ts'

const calendar = createWorkingTime({
  timeZone: 'Europe/Moscow',
  week: [1, 2, 3, 4, 5, 6, 7].map((day) => (day < 6 ? [{ from: 9 * 60, to: 18 * 60 }] : [])),
  specialDays: () => new Map(),
})
/** Moscow's wall clock on days of November 2026; the 20th is a Friday. */
function at(day: number, time: string): number {
  return Date.parse(`2026-11-${String(day).padStart(2, '0')}T${time}:00+03:00`)
}
const hourMs = 3_600_000
const minuteMs = 60_000

const promises = everyPriority({
  firstReply: business(60),
  nextReply: business(120),
  update: business(240),
  solution: business(480),
})
function policies(...inputs: Partial<SlaPolicyInput>[]): TermsOf {
  return (id) => ({ id, calendar, policy: slaPolicy({ targets: promises, ...inputs[id - 1] }) })
}
const one = policies({})

const beginning: Beginning = {
  at: at(20, '10:08'),
  eventId: 1,
  status: 'new',
  priority: 'medium',
  teamId: 5,
  messageId: 11,
  policyId: 1,
}
let serial = 100
type Body = Fact extends infer F ? (F extends Fact ? Omit<F, 'at' | 'eventId'> : never) : never
function fact(when: number, body: Body): Fact {
  return { at: when, eventId: serial++, ...body }
}
const wrote = (when: number, messageId: number) =>
  fact(when, { kind: 'customer_wrote', messageId, writtenAt: when })
function clocksOf(state: ClockState, kind: ClockKind) {
  return state.clocks.filter((clock) => clock.kind === kind)
}
function clockOf(state: ClockState, kind: ClockKind) {
  const clock = clocksOf(state, kind).at(-1)
  if (!clock) throw new Error(`no ${kind}`)
  return clock
}
function due(state: ClockState, kind: ClockKind, terms = one): string | null {
  const ms = dueAt(clockOf(state, kind), terms)
  return ms === null ? null : new Date(ms).toISOString()
}
const iso = (ms: number) => new Date(ms).toISOString()

test('a pause is a pause: eight hours of work from Friday, with three hours and more of waiting, end on Monday', () => {
  const paused = [fact(at(20, '13:18'), { kind: 'changed', status: 'paused' })]
  const standing = foldClocks(beginning, paused, one)
  expect(due(standing, 'solution')).toBe(null)
  expect(nearestDeadline(standing, one)).toBe(null)
  expect(elapsedMs(clockOf(standing, 'solution'), at(20, '17:00'), one)).toBe(3 * hourMs + 10 * minuteMs)

  const resumed = [...paused, fact(at(20, '16:40'), { kind: 'changed', status: 'open' })]
  const running = foldClocks(beginning, resumed, one)
  // 3:10 and 1:20 are used on Friday; 3:30 are left from Monday's nine o'clock on.
  expect(due(running, 'solution')).toBe(iso(at(23, '12:30')))
  const ledger = ledgerOf(clockOf(running, 'solution'), at(23, '10:00'), one)
  expect(ledger.map((line) => [line.kind, line.from, line.to, line.countedMs, line.cause.reason])).toEqual([
    ['run', at(20, '10:08'), at(20, '13:18'), 190 * minuteMs, 'created'],
    ['pause', at(20, '13:18'), at(20, '16:40'), 0, 'status'],
    ['run', at(20, '16:40'), at(20, '18:00'), 80 * minuteMs, 'status'],
    ['off', at(20, '18:00'), at(23, '09:00'), 0, 'status'],
    ['run', at(23, '09:00'), at(23, '10:00'), hourMs, 'status'],
  ])
})

test('a person’s reply meets the first promise, begins the updates, and the next message begins the next reply', () => {
  const facts = [
    fact(at(20, '10:30'), { kind: 'replied' }),
    wrote(at(20, '11:00'), 12),
    wrote(at(20, '11:30'), 13),
  ]
  const state = foldClocks(beginning, facts, one)
  expect(clockOf(state, 'first_reply').end).toMatchObject({ how: 'met', at: at(20, '10:30') })
  // From the first message that waits, not from the last.
  expect(due(state, 'next_reply')).toBe(iso(at(20, '13:00')))
  expect(due(state, 'update')).toBe(iso(at(20, '14:30')))
  expect(nearestDeadline(state, one)).toMatchObject({ clock: { kind: 'next_reply' } })

  const answered = foldClocks(beginning, [...facts, fact(at(20, '12:00'), { kind: 'replied' })], one)
  expect(clockOf(answered, 'next_reply').end?.how).toBe('met')
  expect(clocksOf(answered, 'update').map((clock) => clock.end?.how)).toEqual(['met', undefined])
  expect(due(answered, 'update')).toBe(iso(at(20, '16:00')))
})

test('nobody waits for the first reply to a machine, nor to a letter of our own', () => {
  const state = foldClocks({ ...beginning, messageId: null }, [], one)
  expect(clocksOf(state, 'first_reply')).toEqual([])
  const answered = foldClocks(
    { ...beginning, messageId: null },
    [fact(at(20, '10:09'), { kind: 'replied' }), wrote(at(20, '11:00'), 12)],
    one,
  )
  expect(clocksOf(answered, 'first_reply')).toEqual([])
  expect(clockOf(answered, 'next_reply').end).toBe(null)
})

test('a reopened ticket goes on with what it had used, or begins anew where the policy says so', () => {
  const facts = [
    fact(at(20, '12:08'), { kind: 'changed', status: 'solved' }),
    fact(at(20, '16:00'), { kind: 'changed', status: 'open' }),
  ]
  const resumed = foldClocks(beginning, facts, one)
  expect(clocksOf(resumed, 'solution')).toHaveLength(1)
  expect(elapsedMs(clockOf(resumed, 'solution'), at(20, '17:00'), one)).toBe(3 * hourMs)
  expect(ledgerOf(clockOf(resumed, 'solution'), at(20, '17:00'), one).map((line) => line.kind)).toEqual([
    'run',
    'stop',
    'run',
  ])
  const again = policies({ onReopen: 'restart' })
  const restarted = foldClocks(beginning, facts, again)
  expect(clocksOf(restarted, 'solution').map((clock) => clock.end?.how)).toEqual(['met', undefined])
  expect(elapsedMs(clockOf(restarted, 'solution'), at(20, '17:00'), again)).toBe(hourMs)
})

test('another priority and another policy change the promise, not what was used', () => {
  const terms: TermsOf = (id) => ({
    id,
    calendar,
    policy: slaPolicy({
      targets: {
        ...everyPriority({ solution: business(id === 1 ? 480 : 360) }),
        high: { firstReply: null, nextReply: null, update: null, solution: business(240) },
      },
    }),
  })
  const raised = [fact(at(20, '12:08'), { kind: 'changed', priority: 'high' })]
  expect(due(foldClocks(beginning, raised, terms), 'solution', terms)).toBe(iso(at(20, '14:08')))
  const moved = [fact(at(20, '12:08'), { kind: 'policy', policyId: 2 })]
  expect(due(foldClocks(beginning, moved, terms), 'solution', terms)).toBe(iso(at(20, '16:08')))
  const gone = foldClocks(beginning, [fact(at(20, '12:08'), { kind: 'policy', policyId: null })], terms)
  expect(nearestDeadline(gone, terms)).toBe(null)
})

test('each team has its own time with the ticket', () => {
  const terms = policies({
    stages: [
      { teamId: 5, target: business(60) },
      { teamId: 6, target: business(30) },
    ],
  })
  const handed = foldClocks(beginning, [fact(at(20, '10:40'), { kind: 'changed', teamId: 6 })], terms)
  expect(clocksOf(handed, 'stage').map((clock) => [clock.teamId, clock.end?.how])).toEqual([
    [5, 'met'],
    [6, undefined],
  ])
  expect(due(handed, 'stage', terms)).toBe(iso(at(20, '11:10')))
})

test('freezing pauses those clocks the policy says', () => {
  const facts = [fact(at(20, '11:08'), { kind: 'frozen' }), fact(at(20, '12:08'), { kind: 'unfrozen' })]
  expect(due(foldClocks(beginning, facts, one), 'first_reply')).toBe(iso(at(20, '11:08')))
  expect(due(foldClocks(beginning, facts.slice(0, 1), one), 'solution')).toBe(null)
  const stubborn = policies({ pausedClocks: ['solution'] })
  expect(due(foldClocks(beginning, facts.slice(0, 1), stubborn), 'first_reply', stubborn)).toBe(
    iso(at(20, '11:08')),
  )
})

test('what went up in another ticket waits there with the time it had waited', () => {
  const absorbed = [
    fact(at(20, '10:30'), { kind: 'replied' }),
    fact(at(20, '12:00'), { kind: 'absorbed', mergeId: 1, waitedSince: at(20, '10:30') }),
  ]
  expect(due(foldClocks(beginning, absorbed, one), 'next_reply')).toBe(iso(at(20, '12:30')))
  const merged = foldClocks(beginning, [fact(at(20, '11:00'), { kind: 'merged' })], one)
  expect(merged.clocks.map((clock) => clock.end?.how)).toEqual(['dropped', 'dropped', 'dropped'])
  const back = { kind: 'unmerged', direction: 'in' } as const
  const given = [...absorbed, fact(at(20, '12:10'), { ...back, mergeId: 1 })]
  expect(clockOf(foldClocks(beginning, given, one), 'next_reply').end?.how).toBe('dropped')
  // Who waits here as well goes on waiting, for as long as the own wait says.
  const both = [
    fact(at(20, '10:30'), { kind: 'replied' }),
    fact(at(20, '11:30'), { kind: 'customer_wrote', messageId: 2, writtenAt: at(20, '11:30') }),
    fact(at(20, '12:00'), { kind: 'absorbed', mergeId: 1, waitedSince: at(20, '10:30') }),
    fact(at(20, '12:00'), { kind: 'absorbed', mergeId: 2, waitedSince: at(20, '11:00') }),
  ]
  expect(due(foldClocks(beginning, both, one), 'next_reply')).toBe(iso(at(20, '12:30')))
  const without = [...both, fact(at(20, '12:10'), { ...back, mergeId: 1 })]
  expect(due(foldClocks(beginning, without, one), 'next_reply')).toBe(iso(at(20, '13:00')))
  const alone = [...without, fact(at(20, '12:20'), { ...back, mergeId: 2 })]
  expect(due(foldClocks(beginning, alone, one), 'next_reply')).toBe(iso(at(20, '13:30')))
  const apart = foldClocks(
    beginning,
    [
      fact(at(20, '11:00'), { kind: 'merged' }),
      fact(at(20, '12:00'), { kind: 'unmerged', direction: 'out', isFrozen: false }),
    ],
    one,
  )
  expect(elapsedMs(clockOf(apart, 'solution'), at(20, '13:00'), one)).toBe(112 * minuteMs)
  // Its customer has not been answered: that clock goes on as well.
  expect(clockOf(apart, 'first_reply').end).toBe(null)
  expect(clockOf(apart, 'first_reply').segments.map((segment) => segment.kind)).toEqual([
    'run',
    'stop',
    'run',
  ])
})

test('warnings come by percent and by minutes, each once; a breach makes the rest needless', () => {
  const terms = policies({
    warnings: [
      { kind: 'percent', percent: 50 },
      { kind: 'minutes', minutes: 15 },
    ],
  })
  const told = (state: ClockState, until: number) =>
    noticesDue(state, until, terms)
      .filter((notice) => notice.clock.kind === 'first_reply')
      .map((notice) => [notice.notice, notice.at])
  const state = foldClocks(beginning, [], terms)
  expect(told(state, at(20, '11:00'))).toEqual([
    ['percent:50', at(20, '10:38')],
    ['minutes:15', at(20, '10:53')],
  ])
  const warned = fact(at(20, '10:38'), {
    kind: 'noticed',
    clock: 'first_reply',
    run: 1,
    notice: 'percent:50',
  })
  expect(told(foldClocks(beginning, [warned], terms), at(20, '11:00'))).toEqual([
    ['minutes:15', at(20, '10:53')],
  ])
  expect(told(state, at(20, '12:00'))).toEqual([['breach', at(20, '11:08')]])
})

test('a later deadline is told of again in its time, an earlier one that is over at once', () => {
  const terms: TermsOf = (id) => ({
    id,
    calendar,
    policy: slaPolicy({
      targets: {
        ...everyPriority({ solution: business(60) }),
        low: { firstReply: null, nextReply: null, update: null, solution: business(240) },
      },
    }),
  })
  const breached = fact(at(20, '11:08'), { kind: 'noticed', clock: 'solution', run: 1, notice: 'breach' })
  const lowered = fact(at(20, '11:30'), { kind: 'changed', priority: 'low' })
  const raised = fact(at(20, '11:40'), { kind: 'changed', priority: 'high' })
  expect(noticesDue(foldClocks(beginning, [breached, lowered], terms), at(20, '15:00'), terms)).toMatchObject(
    [{ notice: 'breach', at: at(20, '14:08') }],
  )
  expect(
    noticesDue(foldClocks(beginning, [breached, lowered, raised], terms), at(20, '11:40'), terms),
  ).toMatchObject([{ notice: 'breach', at: at(20, '11:08') }])
})
