import { expect, test } from 'vitest'
import { backOffFor } from './back-off.ts'

test('waits double with every failure up to ten minutes, and begin anew after a success', () => {
  const host = backOffFor('mx.doubling.example')
  const waits = Array.from({ length: 14 }, () => host.failed())
  for (const [failures, waitMs] of waits.entries()) {
    const middle = Math.min(2_000 * 2 ** failures, 600_000)
    expect(waitMs).toBeGreaterThanOrEqual(middle * 0.75)
    expect(waitMs).toBeLessThanOrEqual(middle * 1.25)
  }
  host.succeeded()
  expect(host.failed()).toBeLessThanOrEqual(2_500)
})

test('what one inbox met at a host the others wait for, too; another host is another matter', () => {
  for (let failures = 0; failures < 6; failures++) backOffFor('mx.shared.example').failed()
  expect(backOffFor('mx.shared.example').failed()).toBeGreaterThan(60_000)
  expect(backOffFor('mx.other.example').failed()).toBeLessThanOrEqual(2_500)
})
