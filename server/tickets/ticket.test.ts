import { describe, expect, test } from 'vitest'
import type { StatusCategory } from '#contract/desk.ts'
import { sectionDefaults } from '#contract/inbox-sections.ts'
import {
  type Reopening,
  categoryAfterReply,
  followCustomerMessage,
  priorityFromNumber,
  priorityToNumber,
  snippetOf,
  statusTimes,
} from './ticket.ts'

const dayMs = 24 * 3600_000

/** What a message does to a ticket that was closed so many milliseconds ago, if it is. */
function follows(
  category: StatusCategory,
  {
    isAutomatic = false,
    reopening = sectionDefaults.reopening,
    age = 0,
  }: { isAutomatic?: boolean; reopening?: Reopening; age?: number } = {},
) {
  const now = new Date()
  const closed_at = category === 'closed' ? new Date(now.getTime() - age) : null
  return followCustomerMessage({ status_category: category, closed_at }, { isAutomatic, reopening }, now)
}

describe('a customer’s message', () => {
  test.each([
    ['new', { kind: 'stay' }],
    ['open', { kind: 'stay' }],
    ['paused', { kind: 'become', category: 'open' }],
    ['solved', { kind: 'become', category: 'open' }],
    ['closed', { kind: 'new_ticket' }],
  ] as const)('finds the ticket %s', (category, follow) => {
    expect(follows(category)).toEqual(follow)
  })

  test.each(['new', 'open', 'paused', 'solved', 'closed'] as const)(
    'written by a machine leaves %s as it is',
    (category) => {
      const reopening = { closed: 'reopen', days: 1 } as const
      expect(follows(category, { isAutomatic: true, reopening })).toEqual({ kind: 'stay' })
    },
  )

  const again = { kind: 'become', category: 'open' }
  const another = { kind: 'new_ticket' }
  test.each([
    ['new_ticket', 0, another],
    ['reopen', 4000 * dayMs, again],
    ['reopen_within', 0, again],
    ['reopen_within', 7 * dayMs, again],
    ['reopen_within', 7 * dayMs + 1, another],
  ] as const)('in an inbox that says %s, %d ms after closing', (closed, age, follow) => {
    expect(follows('closed', { reopening: { closed, days: 7 }, age })).toEqual(follow)
  })

  test('to a ticket of which nobody knows when it was closed is late', () => {
    const ticket = { status_category: 'closed', closed_at: null } as const
    const reopening = { closed: 'reopen_within', days: 3650 } as const
    expect(followCustomerMessage(ticket, { isAutomatic: false, reopening }, new Date())).toEqual(another)
    const always = { closed: 'reopen', days: 1 } as const
    expect(followCustomerMessage(ticket, { isAutomatic: false, reopening: always }, new Date())).toEqual(
      again,
    )
  })
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
    frozen_until: null,
  })
  expect(statusTimes({ solved_at: earlier, closed_at: null }, 'closed', now)).toEqual({
    solved_at: earlier,
    closed_at: now,
    frozen_until: null,
  })
  expect(statusTimes({ solved_at: earlier, closed_at: earlier }, 'open', now)).toEqual({
    solved_at: null,
    closed_at: null,
    frozen_until: null,
  })
  // Only what is paused can be frozen.
  expect(statusTimes({ solved_at: earlier, closed_at: null }, 'paused', now)).toEqual({
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
