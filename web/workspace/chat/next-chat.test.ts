import { expect, test } from 'vitest'
import type { OwnChat } from '#contract/chat-desk.ts'
import { nextChat } from './next-chat.ts'

const chat = (ticketId: number, unread = 0, waitingSince: string | null = null): OwnChat => ({
  ticketId,
  number: `HD-${ticketId}`,
  name: '',
  snippet: '',
  unread,
  waitingSince,
  isHere: true,
})

test('whoever has written and waits longest is next', () => {
  const items = [chat(1, 2, '2026-03-02T10:05:00Z'), chat(2, 1, '2026-03-02T10:01:00Z'), chat(3)]
  expect(nextChat(items, 3)).toBe(2)
  // The one that is open is before one's eyes.
  expect(nextChat(items, 2)).toBe(1)
})

test('where nobody has written, the next in line, around', () => {
  const items = [chat(1), chat(2), chat(3)]
  expect([0, 1, 2, 3].map((open) => nextChat(items, open))).toEqual([1, 2, 3, 1])
  expect(nextChat([chat(1)], 1)).toBeNull()
  expect(nextChat([], 5)).toBeNull()
})
