import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'

const hourMs = 3600_000

/**
 * Whether messages have brought this solved or closed ticket back to work as often as an hour may bring: a machine
 * nobody recognises answers whatever closes it. The ticket's history says so, once an hour.
 */
export async function isReopenedEnough(tx: Tx, ticketId: number, most: number, now: Date): Promise<boolean> {
  const { rows } = await sql<{ reopened: number; isTold: boolean }>`
    select count(*) filter (where type = 'ticket.reopened')::int as reopened,
      count(*) filter (where type = 'ticket.kept_closed') > 0 as "isTold"
    from event where ticket_id = ${ticketId} and at > ${new Date(now.getTime() - hourMs)}
      and (type = 'ticket.kept_closed'
        or type = 'ticket.reopened' and data #>> '{changes,statusCategory,0}' in ('solved', 'closed'))`.execute(
    tx,
  )
  const { reopened = 0, isTold = false } = rows[0] ?? {}
  if (reopened < most) return false
  if (!isTold) {
    const actor = { kind: 'system', id: null } as const
    await recordEvent(tx, { type: 'ticket.kept_closed', at: now, actor, ticketId, data: { limit: most } })
  }
  return true
}
