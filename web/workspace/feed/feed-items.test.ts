import { describe, expect, test } from 'vitest'
import type { FeedItem } from '#contract/tickets.ts'
import { feedRows, isContinued } from './feed-items.ts'

function note(id: number, at: string): FeedItem {
  const agent = { id: 7, name: 'Анна Ли' }
  return {
    kind: 'note',
    id,
    at,
    text: 'x',
    html: null,
    files: [],
    agent,
    mentionedIds: [],
    reason: null,
    fromAddress: null,
  }
}
function reply(id: number, at: string, waiting: Partial<Record<'sendAt' | 'releasedAt', string>>): FeedItem {
  const people = { to: [], cc: [], bcc: [] }
  const state = waiting.sendAt ? 'scheduled' : 'sent'
  const outcome = { state, error: null, detail: null, sentAt: null } as const
  const delivery = { ...outcome, sendAt: null, releasedAt: null, ifCustomerWrites: null, ...waiting }
  const words = { text: 'x', html: null, files: [] }
  return {
    kind: 'reply',
    id,
    at,
    ...words,
    agent: null,
    isAutomatic: false,
    channel: 'email',
    ...people,
    delivery,
  }
}
function event(id: number, at: string, actorId: number | null = 7): FeedItem {
  const actor = {
    kind: actorId === null ? ('system' as const) : ('agent' as const),
    id: actorId,
    name: 'Анна Ли',
  }
  return { kind: 'event', id, at, type: 'ticket.updated', actor, data: {} }
}

describe('the feed', () => {
  test('pages come newest first and are read oldest first', () => {
    const rows = feedRows([
      { items: [note(3, '2026-11-22T10:00:00'), note(4, '2026-11-22T10:05:00')] },
      { items: [note(1, '2026-11-22T09:00:00'), note(2, '2026-11-22T09:05:00')] },
    ])
    expect(rows.map((row) => row.key)).toEqual(['note 1', 'note 2', 'note 3', 'note 4'])
  })

  test('a new day is marked once, the first day not at all', () => {
    const rows = feedRows([
      {
        items: [
          note(1, '2026-11-20T09:00:00'),
          note(2, '2026-11-22T09:00:00'),
          note(3, '2026-11-22T09:30:00'),
        ],
      },
    ])
    expect(rows.map((row) => row.kind)).toEqual(['post', 'day', 'post', 'post'])
  })

  test('changes of one person in one minute are one group; another person starts another', () => {
    const rows = feedRows([
      {
        items: [
          event(1, '2026-11-22T09:00:00'),
          event(2, '2026-11-22T09:00:40'),
          event(3, '2026-11-22T09:00:50', null),
          event(4, '2026-11-22T09:10:00'),
        ],
      },
    ])
    expect(rows.map((row) => (row.kind === 'events' ? row.events.length : 0))).toEqual([2, 1, 1])
  })

  test('a reply that waits stands last; one that waited stands where it left', () => {
    const page = {
      items: [
        reply(1, '2026-11-22T09:00:00', { sendAt: '2026-11-23T09:00:00' }),
        reply(2, '2026-11-22T09:01:00', { releasedAt: '2026-11-22T09:30:00' }),
        note(3, '2026-11-22T09:10:00'),
        reply(4, '2026-11-22T09:20:00', {}),
      ],
    }
    expect(feedRows([page]).map((row) => row.key)).toEqual(['note 3', 'reply 4', 'reply 2', 'reply 1'])
    // Pages are cut by the order of writing: what left later than that is put right over all of them.
    const older = { items: [reply(0, '2026-11-21T09:00:00', { releasedAt: '2026-11-22T09:15:00' })] }
    expect(feedRows([page, older]).map((row) => row.key)).toEqual([
      'note 3',
      'reply 0',
      'reply 4',
      'reply 2',
      'reply 1',
    ])
  })
})

test('what one person says in a chat within minutes is one talk; a letter, a colleague or a pause begins another', () => {
  const line = (id: number, at: string, more: object = {}): FeedItem =>
    ({ ...reply(id, at, {}), channel: 'chat', agent: { id: 7, name: 'Анна Ли' }, ...more }) as FeedItem
  const goesOn = (...items: FeedItem[]) => {
    const [first, second] = feedRows([{ items }])
    return second !== undefined && isContinued(first, second)
  }
  const first = line(1, '2026-03-02T10:00:00Z')
  expect(goesOn(first, line(2, '2026-03-02T10:01:00Z'))).toBe(true)
  expect(goesOn(first, line(2, '2026-03-02T10:04:00Z'))).toBe(false)
  expect(goesOn(first, line(2, '2026-03-02T10:01:00Z', { agent: { id: 8, name: 'Лев' } }))).toBe(false)
  expect(goesOn(first, line(2, '2026-03-02T10:01:00Z', { channel: 'email' }))).toBe(false)
  expect(goesOn(first, note(2, '2026-03-02T10:01:00Z'))).toBe(false)
})
