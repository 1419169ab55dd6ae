import { type RawBuilder, sql } from 'kysely'

/** Columns of a ticket as they were at `wanted.as_of`; null there is now, and costs nothing. */
export const whenPast = (then: RawBuilder<unknown>, now: RawBuilder<unknown>) =>
  sql`case when wanted.as_of is null then ${now} else ${then} end`

/** Of a message, a reply, a note: it had been written by then. */
export const saidThen = sql`(wanted.as_of is null or created_at <= wanted.as_of)`

/** The last word of anybody; where there was none, the ticket's beginning. */
export const lastSaidThen = sql`greatest(ticket.created_at,
  (select max(created_at) from customer_message where ticket_id = ticket.id and created_at <= wanted.as_of),
  (select max(created_at) from reply where ticket_id = ticket.id and created_at <= wanted.as_of),
  (select max(created_at) from note where ticket_id = ticket.id and created_at <= wanted.as_of))`

const answeredThen = sql`(select max(coalesce(released_at, created_at)) from reply
  where ticket_id = ticket.id and not is_automatic and delivery_state not in ('cancelled', 'scheduled', 'held')
    and coalesce(released_at, created_at) <= wanted.as_of)`

const doneThen = sql`(select max(event.at) from event
  where event.ticket_id = ticket.id and event.at <= wanted.as_of and event.data ? 'changes'
    and coalesce(
      event.data #>> '{changes,statusCategory,1}',
      (select category from ticket_status where id = (event.data #>> '{changes,statusId,1}')::bigint)
    ) in ('solved', 'closed'))`

/** The customer's first message that neither an answer nor the ticket's end came after. */
export const waitingThen = sql`(select min(created_at) from customer_message
  where ticket_id = ticket.id and created_at <= wanted.as_of
    and created_at > coalesce(greatest(${answeredThen}, ${doneThen}), '-infinity'))`
