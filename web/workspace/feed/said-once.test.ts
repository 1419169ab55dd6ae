import { expect, test } from 'vitest'
import type { EventItem } from './feed-items.ts'
import { saidOnce } from './said-once.ts'

const actor = { kind: 'system', id: null, name: '' } as const
const event = (type: string, data: Record<string, unknown>): EventItem => ({
  kind: 'event',
  id: 1,
  at: '2026-11-22T10:00:00Z',
  type,
  actor,
  data,
})
const changed = event('ticket.updated', { changes: { assigneeId: [null, 7], teamId: [null, 2] } })

test('who was chosen is said by the decision alone, and what else changed stays said', () => {
  const routed = event('ticket.routed', { outcome: 'assigned', agentId: 7 })
  expect(saidOnce([changed, routed]).map((each) => each.data['changes'])).toEqual([
    { teamId: [null, 2] },
    undefined,
  ])
})

test('without a decision, or with one for somebody else, the change is said', () => {
  const other = event('ticket.routed', { outcome: 'assigned', agentId: 8 })
  const waits = event('ticket.routed', { outcome: 'waits', agentId: null })
  expect(saidOnce([changed, other, waits])[0]).toEqual(changed)
})
