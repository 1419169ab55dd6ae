import type { PersonAddress } from '#contract/common.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'

interface Addressed {
  to: PersonAddress[]
  cc: PersonAddress[]
  bcc: PersonAddress[]
}

/**
 * Stops a reply that would go to another set of people than its writer saw: `recipients_changed`, with the set it
 * would have. Nothing is checked when nothing was said.
 */
export function mustBeExpected(
  recipients: Addressed,
  expected: Record<keyof Addressed, string[]> | undefined,
): void {
  if (!expected) return
  const isSame = (['to', 'cc', 'bcc'] as const).every((field) => {
    const seen = new Set(expected[field].map((address) => address.trim().toLowerCase()))
    const real = new Set(recipients[field].map((person) => person.address.toLowerCase()))
    return seen.symmetricDifference(real).size === 0
  })
  if (!isSame) fail('recipients_changed', { detail: { ...recipients } })
}

/**
 * Whom a reply goes to unless the agent says otherwise: the sender of the customer's last message, in copy
 * everybody that message addressed besides the desk, and nobody from earlier on. Before the first letter, the
 * customer's own e-mail address. Empty `to` when there is none.
 */
export async function defaultRecipients(
  db: Db,
  ticket: { id: number; customer_id: number },
): Promise<{ to: PersonAddress[]; cc: PersonAddress[] }> {
  const rows = await db
    .with('last', (cte) =>
      cte
        .selectFrom('customer_message')
        .select(['id', 'from_address', 'from_name'])
        .where('ticket_id', '=', ticket.id)
        .where('from_address', 'is not', null)
        .orderBy('id', 'desc')
        .limit(1),
    )
    .selectFrom('last')
    .leftJoin('ticket_participant', (join) =>
      join
        .on('ticket_participant.ticket_id', '=', ticket.id)
        .onRef('ticket_participant.post_id', '=', 'last.id'),
    )
    .select(['last.from_address', 'last.from_name', 'ticket_participant.address', 'ticket_participant.name'])
    .orderBy('ticket_participant.address')
    .execute()
  const last = rows[0]
  if (!last?.from_address) return { to: await addressOfCustomer(db, ticket.customer_id), cc: [] }
  const sender = { address: last.from_address.toLowerCase(), name: last.from_name ?? '' }
  const cc = rows.flatMap(({ address, name }) =>
    address === null || address === sender.address ? [] : [{ address, name: name ?? '' }],
  )
  return { to: [sender], cc }
}

/** Where a customer is written to who has written no letter here; empty when no e-mail address is known. */
export async function addressOfCustomer(db: Db, customerId: number): Promise<PersonAddress[]> {
  const row = await db
    .selectFrom('customer_address')
    .innerJoin('customer', 'customer.id', 'customer_address.customer_id')
    .select(['customer_address.value as address', 'customer.name as name'])
    .where('customer_id', '=', customerId)
    .where('kind', '=', 'email')
    .orderBy('customer_address.id')
    .limit(1)
    .executeTakeFirst()
  return row ? [row] : []
}
