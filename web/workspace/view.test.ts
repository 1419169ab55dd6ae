import { describe, expect, test } from 'vitest'
import { isNarrowed, readView, viewQuery } from './view.ts'

describe('the view in the address bar', () => {
  test('nonsense is dropped, sense is kept', () => {
    expect(readView({ view: 'theirs', team: 'x', sort: 1, unread: 'yes', q: '  ' })).toEqual({})
    expect(readView({ view: 'team', team: 3, status: 'any', q: 1256 })).toEqual({
      view: 'team',
      team: 3,
      status: 'any',
      q: '1256',
    })
  })

  test('by default it is the agent’s own open tickets', () => {
    expect(viewQuery({})).toEqual({ view: 'mine', status: 'open', sort: 'activity' })
    expect(viewQuery({ view: 'team' }).view).toBe('mine')
    expect(viewQuery({ view: 'team', team: 3 })).toMatchObject({ view: 'team', teamId: 3 })
  })

  test('a filter is what narrows, not the view itself', () => {
    expect(isNarrowed({ view: 'team', team: 3 })).toBe(false)
    expect(isNarrowed({ status: 'solved' })).toBe(true)
    expect(isNarrowed({ unread: true })).toBe(true)
  })
})
