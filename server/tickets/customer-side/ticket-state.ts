import type { StatusCategory } from '#contract/desk.ts'

/** A ticket's state in its customer's words: whose turn it is, not which of the desk's statuses it has. */
export type CustomerState = 'received' | 'in_work' | 'your_turn' | 'solved' | 'closed'

export function customerState(ticket: {
  status_category: StatusCategory
  waiting_since: Date | null
  frozen_until: Date | null
}): CustomerState {
  const { status_category: category } = ticket
  if (category === 'solved' || category === 'closed') return category
  if (category === 'new') return 'received'
  // Answered, and nothing came back; one that was put aside waits for the desk, whatever was said last.
  return ticket.waiting_since === null && ticket.frozen_until === null ? 'your_turn' : 'in_work'
}
