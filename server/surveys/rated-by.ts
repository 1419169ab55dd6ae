import type { ExpressionBuilder } from 'kysely'
import type { RatedIn } from '#contract/surveys.ts'
import type { Tables } from '#server/platform/database/tables.ts'
import { mergedTicketIds, type Visitor, visibleToCustomer } from '#server/tickets/index.ts'

/**
 * Who answers: whoever has the letter's link; a customer who is known to be one, on a ticket of theirs; or whoever
 * talked in the chat that asks. Each reaches its own survey and no other.
 */
export type RatedBy =
  | { token: string }
  | { visitor: Visitor; ticketId: number }
  | { chat: { customerId: number; ticketIds: readonly number[] } }

/** The survey's ticket, or the one it went into, is one this customer sees. */
export function isKnownTicket(visitor: Visitor, ticketId: number) {
  return (eb: ExpressionBuilder<Tables, 'survey'>) =>
    eb.and([
      eb('survey.ticket_id', 'in', mergedTicketIds(ticketId)),
      eb.exists(
        eb
          .selectFrom('ticket')
          .select('ticket.id')
          .where('ticket.id', '=', ticketId)
          .where(visibleToCustomer(visitor)),
      ),
    ])
}

export function placeOf(by: RatedBy): RatedIn {
  if ('token' in by) return 'email'
  return 'chat' in by ? 'chat' : 'portal'
}
