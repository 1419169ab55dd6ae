import type { EventItem } from './feed-items.ts'

/** That a rule has assigned the ticket is told by the decision beside it, and why: the bare change adds nothing. */
export function saidOnce(events: readonly EventItem[]): EventItem[] {
  const chosen = new Set(
    events
      .filter((event) => event.type === 'ticket.routed' && event.data['outcome'] === 'assigned')
      .map((event) => event.data['agentId']),
  )
  return events.map((event) => {
    const { changes } = event.data
    if (event.type !== 'ticket.updated' || typeof changes !== 'object' || changes === null) return event
    const others = Object.entries(changes).filter(
      ([field, pair]) => field !== 'assigneeId' || !Array.isArray(pair) || !chosen.has(pair[1]),
    )
    return { ...event, data: { ...event.data, changes: Object.fromEntries(others) } }
  })
}
