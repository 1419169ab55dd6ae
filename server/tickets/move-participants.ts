import { sql } from 'kysely'
import type { PersonAddress } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'

interface Moved {
  from: number
  to: { id: number; customer_id: number }
  message: {
    id: number
    customer_id: number
    from_address: string | null
    from_name: string | null
    to_addresses: PersonAddress[] | null
    cc_addresses: PersonAddress[] | null
  }
}

/**
 * Whom a message addressed goes with it. In the ticket it leaves, each of them is remembered by the last message
 * that is left and addressed them, and forgotten when there is none: nobody stale is written to. Its sender may
 * write to the other ticket from now on.
 */
export async function moveParticipants(tx: Tx, { from, to, message }: Moved): Promise<void> {
  const addressed = [...(message.to_addresses ?? []), ...(message.cc_addresses ?? [])].map(({ address }) =>
    address.toLowerCase(),
  )
  // The desk's own addresses never became participants, so they do not become any now.
  const { rows: people } = await sql<PersonAddress>`select address, name from ticket_participant
    where ticket_id = ${from} and address = any(${addressed}::text[])`.execute(tx)
  const sender = message.from_address?.toLowerCase()
  if (sender && message.customer_id !== to.customer_id && !people.some(({ address }) => address === sender)) {
    people.push({ address: sender, name: message.from_name ?? '' })
  }
  await sql`insert into ticket_participant (ticket_id, address, name, post_id)
    select ${to.id}::bigint, address, name, ${message.id}::bigint
    from jsonb_to_recordset(${JSON.stringify(people)}::jsonb) as person (address text, name text)
    on conflict (ticket_id, address) do update set post_id = greatest(ticket_participant.post_id, excluded.post_id)`.execute(
    tx,
  )
  await sql`update ticket_participant set post_id = coalesce((
      select max(id) from customer_message where ticket_id = ${from} and exists (
        select from jsonb_array_elements(coalesce(to_addresses, '[]') || coalesce(cc_addresses, '[]')) as box
        where lower(box ->> 'address') = ticket_participant.address)), 0)
    where ticket_id = ${from} and post_id = ${message.id}`.execute(tx)
  await tx.deleteFrom('ticket_participant').where('ticket_id', '=', from).where('post_id', '=', 0).execute()
}
