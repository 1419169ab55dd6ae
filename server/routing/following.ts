import type { TicketRow } from './assign.ts'

/** What others did to a ticket while its lock was waited for comes first, in the history as well: the time of what follows. */
export function following(ticket: Pick<TicketRow, 'updated_at'>, begun: Date): Date {
  return ticket.updated_at > begun ? ticket.updated_at : begun
}
