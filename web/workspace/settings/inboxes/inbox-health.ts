import type { Inbox } from './inbox.ts'

/** One word for how an inbox is: `quiet` when it is switched off or nothing has passed through it yet. */
export function inboxHealth(inbox: Inbox): 'ok' | 'bad' | 'quiet' {
  const { receiveError, sendError, lastReceivedAt, lastSentAt } = inbox.health
  if (!inbox.isActive) return 'quiet'
  if (inbox.connectionState === 'lost' || inbox.connectionState === 'new') return 'bad'
  if (receiveError || sendError) return 'bad'
  return lastReceivedAt || lastSentAt ? 'ok' : 'quiet'
}
