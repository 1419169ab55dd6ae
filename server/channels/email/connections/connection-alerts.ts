import { sql } from 'kysely'
import type { SystemState } from '#contract/system.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/** A grant that ends of itself is told of so many days ahead. */
const daysAhead = 3

/** Inboxes that have lost access to their mailbox, or will soon; names are keys of `alert` in locales/. */
export async function connectionAlerts(db: Db): Promise<SystemState['alerts']> {
  const { rows } = await sql<{ name: string; inboxId: number; inbox: string; since: Date | null }>`
    select case when state = 'lost' then 'inbox_connection_lost' else 'inbox_connection_expires' end as name,
      inbox.id as "inboxId", inbox.name as inbox, case when state = 'lost' then lost_at end as since
    from mail_connection join inbox on inbox.id = inbox_id
    where archived_at is null and is_active and (state = 'lost' or (state = 'connected'
      and expires_because = 'limited' and expires_at < now() + make_interval(days => ${daysAhead})))
    order by inbox.id`.execute(db)
  return rows.map(({ name, inboxId, inbox, since }) => ({
    name,
    detail: { inboxId, inbox },
    since: since?.toISOString() ?? null,
  }))
}
