import { expect, test } from 'vitest'
import { nextTry, readRetryAfter } from './backoff.ts'

const start = new Date('2026-03-01T12:00:00Z')
const after = (seconds: number) => new Date(start.getTime() + seconds * 1000)

test('tries come further and further apart, the last when a day is over', () => {
  const at: Date[] = [start]
  for (;;) {
    const next = nextTry(at.length, start, at.at(-1) ?? start, null, 0.5)
    if (next === null) break
    at.push(next)
  }
  const waits = at.slice(1).map((one, index) => (one.getTime() - (at[index]?.getTime() ?? 0)) / 1000)
  expect(waits.slice(0, 6)).toEqual([5, 30, 120, 600, 1800, 3600])
  expect(waits.slice(0, -1).toSorted((a, b) => a - b)).toEqual(waits.slice(0, -1))
  const hours = ((at.at(-1)?.getTime() ?? 0) - start.getTime()) / 3_600_000
  expect(hours).toBe(24)
})

test('the wait is spread by a fifth to either side', () => {
  expect(nextTry(1, start, start, null, 0)).toEqual(after(4))
  expect(nextTry(1, start, start, null, 1)).toEqual(after(6))
})

test('the other side may ask for a longer wait, within the day, never for a shorter one', () => {
  expect(nextTry(1, start, start, after(90), 0.5)).toEqual(after(90))
  expect(nextTry(1, start, start, after(1), 0.5)).toEqual(after(5))
  expect(nextTry(1, start, start, after(1e6), 0.5)).toEqual(after(86_400))
  expect(nextTry(2, start, after(86_400), after(1e6), 0.5)).toBeNull()
})

test('Retry-After is seconds or a date', () => {
  expect(readRetryAfter('120', start)).toEqual(after(120))
  expect(readRetryAfter('Sun, 01 Mar 2026 12:10:00 GMT', start)).toEqual(after(600))
  expect(readRetryAfter('soon', start)).toBeNull()
  expect(readRetryAfter(undefined, start)).toBeNull()
})
