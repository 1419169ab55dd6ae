import type { Priority, StatusCategory } from '#contract/desk.ts'
import type { InboxSections } from '#contract/inbox-sections.ts'

const priorities: readonly Priority[] = ['low', 'medium', 'high', 'critical']

export function priorityToNumber(priority: Priority): number {
  return priorities.indexOf(priority) + 1
}

export function priorityFromNumber(value: number): Priority {
  const priority = priorities[value - 1]
  if (priority === undefined) throw new RangeError(`no priority ${value}`)
  return priority
}

/** What a customer's message does to a ticket's status. */
export type Follow = { kind: 'stay' } | { kind: 'become'; category: StatusCategory } | { kind: 'new_ticket' }

/**
 * A person's message brings a paused or solved ticket back to work, and a closed one if its inbox says so; else that
 * stays closed and a new ticket follows it. A machine's letter (out of office, say) changes nothing and may at most
 * land in the feed.
 */
export function followCustomerMessage(
  ticket: { status_category: StatusCategory; closed_at: Date | null },
  { isAutomatic, reopening }: { isAutomatic: boolean; reopening: Reopening },
  now: Date,
): Follow {
  const category = ticket.status_category
  if (isAutomatic || category === 'new' || category === 'open') return { kind: 'stay' }
  if (category === 'closed' && !reopensClosed(ticket.closed_at, reopening, now)) return { kind: 'new_ticket' }
  return { kind: 'become', category: 'open' }
}

/** What an inbox says of messages to closed tickets. */
export type Reopening = InboxSections['reopening']

const dayMs = 24 * 3600_000

/** The last moment of the last day counts; a ticket of which nobody knows when it was closed is an old one. */
function reopensClosed(closedAt: Date | null, { closed, days }: Reopening, now: Date): boolean {
  if (closed !== 'reopen_within') return closed === 'reopen'
  return closedAt !== null && now.getTime() - closedAt.getTime() <= days * dayMs
}

/** A new ticket is being worked on as soon as somebody answers; any other status is the agent's choice. */
export function categoryAfterReply(category: StatusCategory): StatusCategory {
  return category === 'new' ? 'open' : category
}

/** The columns that follow from a change of status. Frozen is only what is paused. */
export function statusTimes(
  from: { solved_at: Date | null; closed_at: Date | null },
  category: StatusCategory,
  now: Date,
): { solved_at: Date | null; closed_at: Date | null; frozen_until?: null } {
  return {
    ...(category !== 'paused' && { frozen_until: null }),
    solved_at: category === 'solved' || category === 'closed' ? (from.solved_at ?? now) : null,
    closed_at: category === 'closed' ? (from.closed_at ?? now) : null,
  }
}

const snippetLength = 140

/** The first words of a message, on one line. */
export function snippetOf(text: string): string {
  const line = text
    .slice(0, snippetLength * 4)
    .replace(/\s+/g, ' ')
    .trim()
  return line.length <= snippetLength ? line : `${line.slice(0, snippetLength - 1).trimEnd()}…`
}

/** As many as a ticket can be given; merges may leave it more. */
const mostTags = 50

/** The tags of a ticket with more of them, as far as there is room: what it has is never driven out. */
export function withTags(has: readonly string[], more: readonly string[]): string[] {
  const fresh = [...new Set(more)].filter((tag) => !has.includes(tag))
  return [...has, ...fresh.slice(0, Math.max(0, mostTags - has.length))]
}
