import { type RawBuilder, sql } from 'kysely'

/**
 * What the ledger is searched by, in lower case. Word for word the expression of `inbound_letter_text_idx`, or the
 * index is not used.
 */
export const letterText: RawBuilder<string> = sql`lower(coalesce(from_address, '') || ' ' || coalesce(subject, '')
  || ' ' || coalesce(message_id, '') || ' ' || coalesce(envelope ->> 'rcptTo', ''))`

/** What a person typed → a pattern for LIKE that finds it anywhere; brackets around a Message-ID are no part of it. */
export function anywhere(typed: string): string {
  const bare = typed.trim().replace(/^<(.*)>$/, '$1')
  return `%${bare.toLowerCase().replaceAll(/[\\%_]/g, String.raw`\$&`)}%`
}
