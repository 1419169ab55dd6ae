import { expect, test } from 'vitest'
import { accountLimit, networkLimit, waitSeconds } from './attempts.ts'

test('the wait doubles from a second to the cap, and never beyond', () => {
  expect([0, 4, 5, 6, 7, 12].map((failures) => waitSeconds(accountLimit, failures))).toEqual([
    0, 0, 1, 2, 4, 128,
  ])
  expect(waitSeconds(accountLimit, 10_000)).toBe(300)
  expect(waitSeconds(networkLimit, 29)).toBe(0)
  expect(waitSeconds(networkLimit, 10_000)).toBe(900)
})
