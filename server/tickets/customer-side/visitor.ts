import { type Expression, type ExpressionBuilder, sql, type SqlBool } from 'kysely'
import type { Language } from '#contract/common.ts'
import type { Tables } from '#server/platform/database/tables.ts'

/** A customer who has proved to be one: signed in to the portal, or known by a token that was given to them alone. */
export interface Visitor {
  readonly customerId: number
  /** Set for whoever sees the tickets of their whole organization; null for everybody else. */
  readonly organizationId: number | null
  readonly language: Language
}

/**
 * Which tickets a customer sees: their own, and a manager those of everybody in the organization. A ticket that went
 * into another is seen there, by whom that one belongs to. The one predicate behind every list, read, file and write
 * of the customer's side.
 */
export function visibleToCustomer(visitor: Visitor) {
  return (eb: ExpressionBuilder<Tables, 'ticket'>): Expression<SqlBool> => {
    const own = eb('ticket.customer_id', '=', visitor.customerId)
    const isWhole = eb('ticket.merged_into_id', 'is', null)
    if (visitor.organizationId === null) return eb.and([own, isWhole])
    const colleagues = eb(
      'ticket.customer_id',
      'in',
      eb
        .selectFrom('customer')
        .select('customer.id')
        .where('customer.organization_id', '=', visitor.organizationId),
    )
    return eb.and([eb.or([own, colleagues]), isWhole])
  }
}

/**
 * What of a conversation its customer knows: what they wrote, and what was sent to them. What an agent wrote to others
 * alone, and what others answered to that, is not theirs to read; nor is what a merge or a move brought from somebody
 * else. `ticket` must be in the query.
 */
export const isKnownToCustomer = {
  message: sql<boolean>`(customer_message.customer_id = ticket.customer_id or ${addresses(
    sql`coalesce(customer_message.to_addresses, '[]') || coalesce(customer_message.cc_addresses, '[]')`,
  )})`,
  /** Left: a reply that waits for its time, was held or taken back has been told to nobody. */
  reply: sql<boolean>`(reply.delivery_state in ('queued', 'sent', 'failed', 'unconfirmed')
    and (reply.send_at is null or reply.released_at is not null)
    and (reply.customer_id = ticket.customer_id or ${addresses(
      sql`reply.to_addresses || reply.cc_addresses || reply.bcc_addresses`,
    )}))`,
}

/** Whether one of the people is the ticket's customer. */
function addresses(people: ReturnType<typeof sql>) {
  return sql`exists (select from jsonb_array_elements(${people}) as person
    join customer_address on customer_address.kind = 'email'
      and customer_address.value = lower(person->>'address')
    where customer_address.customer_id = ticket.customer_id)`
}
