import type { PersonAddress } from '#contract/common.ts'
import type { Tx } from '#server/platform/database/open-database.ts'

/**
 * Says where whoever wrote a ticket's messages is answered by letter, where they said it only afterwards. What has an
 * address already keeps it.
 */
export async function nameSender(
  tx: Tx,
  ticketId: number,
  customerId: number,
  person: PersonAddress,
): Promise<void> {
  await tx
    .updateTable('customer_message')
    .set({ from_address: person.address, from_name: person.name })
    .where('ticket_id', '=', ticketId)
    .where('customer_id', '=', customerId)
    .where('from_address', 'is', null)
    .execute()
}
