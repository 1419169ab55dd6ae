import { expect, test } from 'vitest'
import { backOffFor } from './back-off.ts'

test('waits grow with every failure of a host, whichever inbox meets it, and end with a success', () => {
  const [one, other, elsewhere] = [backOffFor('mail.a'), backOffFor('mail.a'), backOffFor('mail.b')]
  const within = (ms: number, expected: number) => {
    expect(ms).toBeGreaterThanOrEqual(expected * 0.75)
    expect(ms).toBeLessThanOrEqual(expected * 1.25)
  }
  within(one.failed(), 2_000)
  within(other.failed(), 4_000)
  within(elsewhere.failed(), 2_000)
  for (let failures = 0; failures < 30; failures++) one.failed()
  within(one.failed(), 600_000)
  other.succeeded()
  within(one.failed(), 2_000)
})
