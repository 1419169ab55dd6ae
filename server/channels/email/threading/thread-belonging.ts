import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { storable } from '../receiving/open-letter.ts'

/** What binds a sender, and an inbox, to a ticket. */
export interface Acquaintance {
  /** The customer, or somebody the conversation has addressed or heard; not whom a list only claims to have heard. */
  isParty: boolean
  /** Of the customer's organization, by the domain of the address. */
  isColleague: boolean
  /** The letter came to a private team's inbox, and the ticket is neither of that inbox nor of that team. */
  isForeignToPrivate: boolean
}

/**
 * How the sender stands to each of these tickets, mergers followed: whoever belonged to a ticket that was merged
 * belongs to its target. Tickets that do not exist are left out.
 */
export async function acquaintances(
  tx: Tx,
  ticketIds: readonly number[],
  { sender, inbox }: { sender: string; inbox: { id: number; teamId: number | null } },
): Promise<Map<number, Acquaintance>> {
  const address = storable(sender.toLowerCase())
  const domain = address.slice(address.lastIndexOf('@') + 1)
  const { rows } = await sql<Acquaintance & { id: number }>`
    with recursive lineage as (
      select id as start, id, 0 as depth from ticket where id = any(${[...new Set(ticketIds)]}::bigint[])
      union all
      select start, ticket.merged_into_id, depth + 1 from lineage join ticket on ticket.id = lineage.id
      where ticket.merged_into_id is not null and depth < 20
    )
    select lineage.start as id,
      bool_or(${address} <> '' and (
        exists (select from customer_address where customer_id = ticket.customer_id and kind = 'email' and value = ${address})
        or exists (select from ticket_participant where ticket_id = ticket.id and address = ${address})
        or exists (select from customer_message where ticket_id = ticket.id and lower(from_address) = ${address}
          and not exists (select from inbound_letter
            where customer_message_id = customer_message.id and detail ? 'claimedBy'))
        or exists (select from reply where ticket_id = ticket.id and delivery_state in ('queued', 'sent', 'failed', 'unconfirmed')
          and to_addresses || cc_addresses @> jsonb_build_array(jsonb_build_object('address', ${address}::text)))
      )) as "isParty",
      bool_or(${domain} <> '' and exists (
        select from customer join organization on organization.id = customer.organization_id
        where customer.id = ticket.customer_id and organization.domains @> array[${domain}::text]
      )) as "isColleague",
      bool_and(exists (select from team where id = ${inbox.teamId}::bigint and is_isolated and archived_at is null)
        and ticket.team_id is distinct from ${inbox.teamId}::bigint
        and ticket.inbox_id is distinct from ${inbox.id}::bigint) as "isForeignToPrivate"
    from lineage join ticket on ticket.id = lineage.id
    group by lineage.start`.execute(tx)
  return new Map(rows.map(({ id, ...acquaintance }) => [id, acquaintance]))
}
