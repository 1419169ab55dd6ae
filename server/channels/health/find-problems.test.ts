import { expect, test } from 'vitest'
import { findProblems } from './find-problems.ts'
import type { InboxFacts } from './read-facts.ts'

const now = new Date('2026-11-22T12:00:00Z')
const ago = (minutes: number) => new Date(now.getTime() - minutes * 60_000)
const watch = { silentMinutes: 15, queueMinutes: 15, selfTestHours: null, areLettersSent: true }
const sound: InboxFacts = {
  id: 7,
  name: 'Support',
  address: 'support@desk.example',
  is_active: true,
  created_at: ago(10_000),
  receives_by: 'imap',
  can_send: true,
  last_received_at: ago(600),
  last_sent_at: ago(600),
  receive_error: null,
  copy_error: null,
  copy_error_at: null,
  receive_error_at: null,
  send_error: null,
  send_error_at: null,
  looked_at: ago(2),
  behind: 0,
  waiting_in: 0,
  oldest_in_at: null,
  oldest_untried_at: null,
  quarantined: 0,
  quarantined_since: null,
  waiting_out: 0,
  oldest_out_at: null,
  overdue_since: null,
  failed: 0,
  connection: null,
  connection_problem: null,
  connection_lost_at: null,
  connection_expires_at: null,
}
const kinds = (facts: Partial<InboxFacts>, graveOnly = false) =>
  findProblems({ ...sound, ...facts }, null, watch, now)
    .filter((problem) => problem.isGrave || !graveOnly)
    .map((problem) => problem.kind)

test('an inbox that hears nothing for hours is well while somebody listens', () => {
  expect(kinds({})).toEqual([])
  expect(kinds({ is_active: false, receive_error: 'x', quarantined: 3 })).toEqual([])
})

test('an error is told at once on the page and to people when it stays', () => {
  expect(kinds({ receive_error: 'no', receive_error_at: ago(3) }, true)).toEqual([])
  expect(kinds({ receive_error: 'no', receive_error_at: ago(3) })).toEqual(['receive_error'])
  expect(kinds({ receive_error: 'no', receive_error_at: ago(15), looked_at: ago(16) }, true)).toEqual([
    'receive_error',
  ])
  expect(kinds({ send_error: 'no', send_error_at: ago(4) }, true)).toEqual([])
  expect(kinds({ send_error: 'no', send_error_at: ago(5) }, true)).toEqual(['send_error'])
})

test('copies that cannot be kept are told of and wake nobody', () => {
  expect(kinds({ copy_error: 'no room', copy_error_at: ago(30) })).toEqual(['copy_error'])
  expect(kinds({ copy_error: 'no room', copy_error_at: ago(30) }, true)).toEqual([])
  expect(kinds({ copy_error: 'no room', copy_error_at: ago(1) })).toEqual([])
})

test('a mailbox nobody looks into is silent; letters brought to us by SMTP make no silence', () => {
  expect(kinds({ looked_at: ago(15) }, true)).toEqual(['fetch_silent'])
  expect(kinds({ looked_at: null }, true)).toEqual(['fetch_silent'])
  expect(kinds({ looked_at: null, created_at: ago(1) })).toEqual([])
  expect(kinds({ looked_at: null, receives_by: 'smtp' })).toEqual([])
})

test('a letter put off by a busy server is no stopped queue; one that nobody tries is', () => {
  expect(kinds({ waiting_out: 4, oldest_out_at: ago(900), overdue_since: ago(-30) })).toEqual([])
  expect(kinds({ waiting_out: 4, overdue_since: ago(15) }, true)).toEqual(['queue_out'])
  expect(kinds({ waiting_in: 2, oldest_in_at: ago(100), oldest_untried_at: null })).toEqual([])
  expect(kinds({ waiting_in: 2, oldest_untried_at: ago(20) }, true)).toEqual(['queue_in'])
})

test('access that is lost hides the errors that follow from it; one that ends soon only warns', () => {
  const lost = {
    connection: 'lost',
    receive_error: 'AUTH',
    receive_error_at: ago(99),
    send_error: 'AUTH',
  } as const
  expect(kinds({ ...lost, send_error_at: ago(99), looked_at: ago(99) }, true)).toEqual(['access_lost'])
  const soon = { connection: 'connected', connection_expires_at: ago(-3 * 1440) } as const
  expect(kinds(soon)).toEqual(['access_ends_soon'])
  expect(kinds(soon, true)).toEqual([])
  expect(kinds({ connection: 'connected', connection_expires_at: ago(1) }, true)).toEqual(['access_expired'])
})

test('a test that nobody waits for is told to people', () => {
  const of = (startedBy: number | null, state: 'failed' | 'lost' | 'passed') =>
    findProblems(
      sound,
      {
        id: 1,
        inbox_id: 7,
        started_at: ago(20),
        started_by_id: startedBy,
        connected_at: null,
        handed_over_at: null,
        arrived_at: null,
        recognised_at: null,
        inbound_letter_id: null,
        state,
        error: null,
        detail: null,
      },
      watch,
      now,
    ).map(({ kind, isGrave }) => [kind, isGrave])
  expect(of(null, 'lost')).toEqual([['test_lost', true]])
  expect(of(3, 'failed')).toEqual([['test_failed', false]])
  expect(of(null, 'passed')).toEqual([])
})
