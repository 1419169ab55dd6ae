import { sql } from 'kysely'
import type { DueKind } from '#contract/tickets.ts'
import type { Tx } from '#server/platform/database/open-database.ts'

/**
 * Keeps the nearest running deadline of a ticket where lists find it; null when no clock runs. It is no change of the
 * ticket, so its version stays; whoever looks at it is told.
 */
export async function setDeadline(
  tx: Tx,
  ticketId: number,
  due: { at: Date; kind: DueKind } | null,
): Promise<void> {
  await sql`
    with changed as (
      update ticket set due_at = ${due?.at ?? null}, due_kind = ${due?.kind ?? null}
      where id = ${ticketId}
        and (due_at, due_kind) is distinct from (${due?.at ?? null}::timestamptz(3), ${due?.kind ?? null}::text)
      returning id
    )
    select pg_notify('otklik', ${JSON.stringify({ topic: 'ticket', ticketId })}) from changed`.execute(tx)
}
