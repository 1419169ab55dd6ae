import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { storable } from '../receiving/open-letter.ts'

interface Ancestor {
  ticketId: number
  messageId: string
}

/** So many unseen letters are remembered of one: the first of a long chain, and the nearest ones. */
const mostKept = 12

/** Tickets whose letters answered one of these unseen letters, in the order given. */
export async function ancestorsOf(tx: Tx, messageIds: readonly string[]): Promise<Ancestor[]> {
  if (messageIds.length === 0) return []
  const { rows } = await sql<Ancestor>`
    select ticket_id as "ticketId", message_id as "messageId"
    from unnest(${messageIds.map(storable)}::text[]) with ordinality as wanted (id, position)
    join letter_ancestor on letter_ancestor.message_id = wanted.id
    order by position, ticket_id desc limit 20`.execute(tx)
  return rows
}

/** Remembers which letters, never seen here, a letter of the ticket answers; the nearest first. */
export async function rememberAncestors(
  tx: Tx,
  ticketId: number,
  messageIds: readonly string[],
): Promise<void> {
  const kept = [...new Set([...messageIds.slice(0, mostKept - 1), ...messageIds.slice(-1)])]
    .map((id) => storable(id))
    .filter((id) => id.length <= 998)
  if (kept.length === 0) return
  await tx
    .insertInto('letter_ancestor')
    .values(kept.map((messageId) => ({ message_id: messageId, ticket_id: ticketId })))
    .onConflict((conflict) => conflict.doNothing())
    .execute()
}
