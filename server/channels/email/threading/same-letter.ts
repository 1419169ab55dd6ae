import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { type Hearing, type Outcome, ignored } from '../receiving/letter-case.ts'
import type { Related } from './related-letters.ts'
import type { Thread } from './thread.ts'

type Same = NonNullable<Related['same']>

/** A letter this inbox has already. */
export function recogniseDuplicate({ row, related: { same } }: Hearing): Outcome | null {
  return same?.inbox_id === row.inbox_id ? { ...ignored('duplicate'), ...placeOf(same) } : null
}

/**
 * A letter that came through another inbox of ours too. By default it is one ticket; the desk may want one for each
 * inbox, and a team whose tickets others do not see, or who do not see others', has its own in any case. What answers
 * a ticket of the other inbox belongs to that one alone.
 */
export async function recogniseCopy(
  tx: Tx,
  { row, inbox, related: { same }, copies }: Hearing,
  thread: Thread | null,
): Promise<Outcome | null> {
  if (!same) return null
  const copy: Outcome = { state: 'threaded', reason: 'same_letter', ...placeOf(same) }
  if (thread) {
    const ticket = await tx
      .selectFrom('ticket')
      .select('inbox_id')
      .where('id', '=', thread.ticketId)
      .executeTakeFirst()
    if (ticket?.inbox_id !== row.inbox_id) return copy
  }
  return copies === 'one_ticket' && (await isSharedWith(tx, same.inbox_id, inbox.id)) ? copy : null
}

/** Whether whoever sees the tickets of one inbox sees those of the other. */
async function isSharedWith(tx: Tx, first: number, second: number): Promise<boolean> {
  const { rows } = await sql<{ is_shared: boolean }>`
    select count(distinct coalesce(team_id, 0)) = 1 or not coalesce(bool_or(is_isolated), false) as is_shared
    from inbox left join team on team.id = inbox.team_id and team.archived_at is null
    where inbox.id in (${first}, ${second})`.execute(tx)
  return rows[0]?.is_shared ?? false
}

function placeOf(same: Same) {
  return {
    ticketId: same.ticket_id,
    customerMessageId: same.customer_message_id,
    detail: { letterId: same.id },
  }
}
