import type { ExpressionBuilder } from 'kysely'
import type { Tables } from '#server/platform/database/tables.ts'
import { type Visitor, visibleToCustomer } from '#server/tickets/index.ts'

/** Who answers: whoever has the letter's link, or a customer who is known to be one, on a ticket of theirs. */
export type RatedBy = { token: string } | { visitor: Visitor; ticketId: number }

export function isKnownTicket(visitor: Visitor) {
  return (eb: ExpressionBuilder<Tables, 'survey'>) =>
    eb.exists(
      eb
        .selectFrom('ticket')
        .select('ticket.id')
        .whereRef('ticket.id', '=', 'survey.ticket_id')
        .where(visibleToCustomer(visitor)),
    )
}
