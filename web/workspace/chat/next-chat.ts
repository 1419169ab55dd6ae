import type { OwnChat } from '#contract/chat-desk.ts'

/** The conversation to turn to: the one with unread lines that waits longest, else the one after this; null where there is none. */
export function nextChat(items: readonly OwnChat[], openId: number): number | null {
  const others = items.filter((each) => each.ticketId !== openId)
  const [longest] = others
    .filter((each) => each.unread > 0)
    .toSorted((a, b) => (a.waitingSince ?? '').localeCompare(b.waitingSince ?? ''))
  if (longest) return longest.ticketId
  const at = items.findIndex((each) => each.ticketId === openId)
  return others.length === 0 ? null : (items[(at + 1) % items.length]?.ticketId ?? null)
}
