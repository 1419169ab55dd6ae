import { expect, test } from 'vitest'
import type { SlaClock } from '#contract/sla.ts'
import { linesOf } from './lines.ts'

const cause = { eventId: 1, reason: 'created', actor: null, about: {} } as const
const clock: SlaClock = {
  kind: 'solution',
  run: 1,
  teamId: null,
  state: 'running',
  target: { minutes: 480, time: 'business' },
  startedAt: '2026-11-20T07:08:00Z',
  endedAt: null,
  dueAt: '2026-11-23T09:30:00Z',
  elapsedMs: 0,
  carriedMs: 0,
  remainingMs: 1,
  isBreached: false,
  warnings: [],
  ledger: [
    { kind: 'run', from: '2026-11-20T07:08:00Z', to: '2026-11-20T15:00:00Z', countedMs: 28_320_000, cause },
    { kind: 'off', from: '2026-11-20T15:00:00Z', to: '2026-11-23T06:00:00Z', countedMs: 0, cause },
    { kind: 'run', from: '2026-11-23T06:00:00Z', to: '2026-11-23T06:01:00Z', countedMs: 60_000, cause },
  ],
  ahead: [{ kind: 'run', from: '2026-11-23T06:01:00Z', to: '2026-11-23T09:30:00Z', countedMs: 1 }],
}

test('whole minutes add up to the promise, whatever seconds the stretches lasted', () => {
  const ran = (from: string, to: string, countedMs: number) => ({
    kind: 'run' as const,
    from,
    to,
    countedMs,
    cause,
  })
  const lines = linesOf({
    ...clock,
    carriedMs: 29_000,
    ledger: [
      ran('2026-11-20T07:00:00Z', '2026-11-20T07:01:29Z', 89_000),
      ran('2026-11-20T07:01:29Z', '2026-11-20T07:02:58Z', 89_000),
      ran('2026-11-20T07:02:58Z', '2026-11-20T07:04:27Z', 89_000),
    ],
    ahead: [{ kind: 'run', from: '2026-11-20T07:04:27Z', to: '2026-11-20T07:09:31Z', countedMs: 304_000 }],
  })
  expect(lines.map((line) => line.countedMs / 60_000)).toEqual([2, 1, 2, 5])
})

test('a weekend leaves room for the work around it, and a minute can be seen', () => {
  const lines = linesOf(clock)
  expect(lines.map((line) => line.kind)).toEqual(['run', 'off', 'run', 'ahead'])
  expect(lines.reduce((sum, line) => sum + line.share, 0)).toBeCloseTo(100)
  const [work, weekend, minute] = lines.map((line) => line.share)
  expect(weekend).toBeLessThan(work ?? 0)
  expect(minute).toBeGreaterThan(2)
  expect(lines.map((line) => line.isContinued)).toEqual([false, false, true, false])
})

test('what happened outside working hours is told where it happened, and not again in the morning', () => {
  const priority = { ...cause, eventId: 2, reason: 'priority' as const }
  const night = { kind: 'off' as const, countedMs: 0 }
  const lines = linesOf({
    ...clock,
    ledger: [
      { ...night, from: '2026-11-20T00:00:00Z', to: '2026-11-20T02:00:00Z', cause },
      { ...night, from: '2026-11-20T02:00:00Z', to: '2026-11-20T06:00:00Z', cause: priority },
      {
        kind: 'run',
        from: '2026-11-20T06:00:00Z',
        to: '2026-11-20T07:00:00Z',
        countedMs: 3_600_000,
        cause: priority,
      },
    ],
    ahead: [],
  })
  expect(lines.map((line) => line.isBegun)).toEqual([true, true, false])
  expect(lines.map((line) => line.isContinued)).toEqual([false, false, true])
})

test('a day’s share of what is left is not called all that is left', () => {
  const rest = (ahead: SlaClock['ahead']) =>
    linesOf({ ...clock, ledger: [], ahead }).map((line) => line.isRest)
  const run = (from: string, to: string) => ({ kind: 'run' as const, from, to, countedMs: 60_000 })
  const night = {
    kind: 'off' as const,
    from: '2026-11-23T15:00:00Z',
    to: '2026-11-24T06:00:00Z',
    countedMs: 0,
  }
  const [today, tomorrow] = [
    run('2026-11-23T14:59:00Z', '2026-11-23T15:00:00Z'),
    run('2026-11-24T06:00:00Z', '2026-11-24T06:01:00Z'),
  ]
  expect(rest([night, tomorrow])).toEqual([false, true])
  expect(rest([today, night, tomorrow])).toEqual([false, false, false])
})
