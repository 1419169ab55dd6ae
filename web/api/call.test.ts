import { describe, expect, test } from 'vitest'
import { routeUrl } from './call.ts'
import { readFailure } from './failure.ts'
import { backOff } from './live.ts'

describe('the client', () => {
  test('fills the path, encodes it, and leaves out what is undefined', () => {
    expect(
      routeUrl('/tickets/:id/feed', { params: { id: 1256 }, query: { cursor: undefined, limit: 50 } }),
    ).toBe('/api/v1/tickets/1256/feed?limit=50')
    expect(routeUrl('/invitations/:token', { params: { token: 'a/b c' } })).toBe(
      '/api/v1/invitations/a%2Fb%20c',
    )
  })

  test('a failure is known by its name', () => {
    const body = JSON.stringify({
      error: { name: 'version_conflict', message: 'm', requestId: 'r1', detail: { version: 4 } },
    })
    const failure = readFailure(409, body)
    expect(failure.failure).toBe('version_conflict')
    expect(failure.detail).toEqual({ version: 4 })
    expect(failure.requestId).toBe('r1')
  })

  test('an answer that is not ours is judged by its status', () => {
    expect(readFailure(502, '<html>Bad gateway</html>').failure).toBe('unavailable')
    expect(readFailure(500, 'oops').failure).toBe('internal')
    expect(readFailure(404, '').failure).toBe('not_found')
  })

  test('waiting doubles, stays below 30 s and differs between desks', () => {
    expect(backOff(0, 0)).toBe(250)
    expect(backOff(1, 1)).toBe(1000)
    expect(backOff(99, 1)).toBe(30_000)
    expect(backOff(3, 0)).toBeLessThan(backOff(3, 1))
  })
})
