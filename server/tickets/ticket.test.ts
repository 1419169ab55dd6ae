import { describe, expect, test } from 'vitest'
import {
  categoryAfterReply,
  followCustomerMessage,
  priorityFromNumber,
  priorityToNumber,
  snippetOf,
  statusTimes,
} from './ticket.ts'

describe('a customer’s message', () => {
  test.each([
    ['new', { kind: 'stay' }],
    ['open', { kind: 'stay' }],
    ['paused', { kind: 'become', category: 'open' }],
    ['solved', { kind: 'become', category: 'open' }],
    ['closed', { kind: 'new_ticket' }],
  ] as const)('finds the ticket %s', (category, follow) => {
    expect(followCustomerMessage(category, false)).toEqual(follow)
  })

  test.each(['new', 'open', 'paused', 'solved', 'closed'] as const)(
    'written by a machine leaves %s as it is',
    (category) => {
      expect(followCustomerMessage(category, true)).toEqual({ kind: 'stay' })
    },
  )
})

test('the first reply takes a new ticket into work and no other', () => {
  expect(categoryAfterReply('new')).toBe('open')
  expect(categoryAfterReply('paused')).toBe('paused')
})

test('times of solution and closing are kept once set and go when the ticket comes back', () => {
  const earlier = new Date('2026-01-01T00:00:00Z')
  const now = new Date('2026-01-02T00:00:00Z')
  expect(statusTimes({ solved_at: null, closed_at: null }, 'solved', now)).toEqual({
    solved_at: now,
    closed_at: null,
  })
  expect(statusTimes({ solved_at: earlier, closed_at: null }, 'closed', now)).toEqual({
    solved_at: earlier,
    closed_at: now,
  })
  expect(statusTimes({ solved_at: earlier, closed_at: earlier }, 'open', now)).toEqual({
    solved_at: null,
    closed_at: null,
  })
})

test('priorities go to the database and back', () => {
  for (const priority of ['low', 'medium', 'high', 'critical'] as const) {
    expect(priorityFromNumber(priorityToNumber(priority))).toBe(priority)
  }
  expect(() => priorityFromNumber(5)).toThrow(RangeError)
})

test('a snippet is one short line', () => {
  expect(snippetOf(' Добрый\n\n день ')).toBe('Добрый день')
  expect(snippetOf('слово '.repeat(100))).toHaveLength(140)
})
