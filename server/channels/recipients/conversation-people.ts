import { sql } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/** Who is who around a ticket; every address in lower case. */
export interface ConversationPeople {
  /** By any address known here. */
  names: ReadonlyMap<string, string>
  /** Everything the customer is reached by. */
  customer: ReadonlySet<string>
  organizationDomains: readonly string[]
  /** Had part in what was said last: in our last reply, or, before there is one, in the customer's last message. */
  present: ReadonlySet<string>
}

interface Row {
  organization_domains: string[] | null
  customer: PersonAddress[]
  participants: PersonAddress[]
  last_reply: PersonAddress[] | null
  last_message: PersonAddress[] | null
}

export async function conversationPeople(
  db: Db,
  ticket: { id: number; customer_id: number },
): Promise<ConversationPeople> {
  const { rows } = await sql<Row>`
    select organization.domains as organization_domains,
      (select coalesce(json_agg(json_build_object('address', value, 'name', customer.name)), '[]')
        from customer_address where customer_id = customer.id and kind = 'email') as customer,
      (select coalesce(json_agg(json_build_object('address', address, 'name', name)), '[]')
        from ticket_participant where ticket_id = ${ticket.id}) as participants,
      (select to_addresses || cc_addresses || bcc_addresses from reply
        where ticket_id = ${ticket.id} and not is_automatic and delivery_state in ('queued', 'sent', 'unconfirmed')
          and (send_at is null or released_at is not null)
        order by id desc limit 1) as last_reply,
      (select jsonb_build_array(jsonb_build_object('address', from_address, 'name', coalesce(from_name, '')))
          || coalesce(to_addresses, '[]') || coalesce(cc_addresses, '[]')
        from customer_message where ticket_id = ${ticket.id} and from_address is not null
        order by id desc limit 1) as last_message
    from customer left join organization on organization.id = customer.organization_id
    where customer.id = ${ticket.customer_id}`.execute(db)
  const row = rows[0]
  const lower = (people: PersonAddress[] | null | undefined) =>
    (people ?? []).map((person) => ({ ...person, address: person.address.toLowerCase() }))
  const [customer, participants] = [lower(row?.customer), lower(row?.participants)]
  const present = lower(row?.last_reply ?? row?.last_message)
  const everybody = [...participants, ...lower(row?.last_message), ...present, ...customer]
  return {
    names: new Map(everybody.filter((each) => each.name !== '').map((each) => [each.address, each.name])),
    customer: new Set(customer.map((each) => each.address)),
    organizationDomains: (row?.organization_domains ?? []).map((domain) => domain.toLowerCase()),
    present: new Set(present.map((each) => each.address)),
  }
}
