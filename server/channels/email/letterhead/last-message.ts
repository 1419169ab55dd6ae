import type { PersonAddress } from '#contract/common.ts'
import type { LetterProtection } from '#contract/letter-keys.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/** The customer's letter that a reply answers. */
export interface LastMessage {
  text: string
  html: string | null
  created_at: Date
  /** What its Date said; null where it said nothing. */
  sent_at: Date | null
  from_name: string | null
  from_address: string | null
  name: string
  to_addresses: PersonAddress[] | null
  cc_addresses: PersonAddress[] | null
  /** The letter as it came; null for one that is gone. */
  raw_sha256: Buffer | null
  /** How the letter was protected; null: not at all. */
  protection: LetterProtection | null
  /** Whom its envelope named. */
  recipients: string[]
}

/** The newest message of the ticket that came as a letter before this reply; null when there is none. */
export async function lastMessage(
  db: Db,
  { ticket_id, reply_id }: { ticket_id: number; reply_id: number },
): Promise<LastMessage | null> {
  const row = await db
    .selectFrom('customer_message')
    .innerJoin('customer', 'customer.id', 'customer_message.customer_id')
    .leftJoin('inbound_letter', 'inbound_letter.customer_message_id', 'customer_message.id')
    .select(['customer_message.text', 'customer_message.html', 'customer_message.created_at', 'sent_at'])
    .select(['from_name', 'customer_message.from_address', 'customer.name', 'to_addresses', 'cc_addresses'])
    .select(['inbound_letter.raw_sha256', 'inbound_letter.envelope', 'customer_message.protection'])
    .where('customer_message.ticket_id', '=', ticket_id)
    .where('customer_message.id', '<', reply_id)
    .where('channel', '=', 'email')
    .orderBy('customer_message.id', 'desc')
    .orderBy('inbound_letter.id')
    .limit(1)
    .executeTakeFirst()
  if (!row) return null
  const { envelope, ...message } = row
  return { ...message, recipients: envelope?.rcptTo ?? [] }
}

/** Where the letter went, the surest first: its envelope, then To, then Cc. */
export function writtenTo(last: LastMessage): string[] {
  const named = [...(last.to_addresses ?? []), ...(last.cc_addresses ?? [])].map(({ address }) => address)
  return [...last.recipients, ...named]
}
