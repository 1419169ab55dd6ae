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

test('a weekend leaves room for the work around it, and a minute can be seen', () => {
  const lines = linesOf(clock)
  expect(lines.map((line) => line.kind)).toEqual(['run', 'off', 'run', 'ahead'])
  expect(lines.reduce((sum, line) => sum + line.share, 0)).toBeCloseTo(100)
  const [work, weekend, minute] = lines.map((line) => line.share)
  expect(weekend).toBeLessThan(work ?? 0)
  expect(minute).toBeGreaterThan(2)
  expect(lines.map((line) => line.isContinued)).toEqual([false, false, true, false])
})
