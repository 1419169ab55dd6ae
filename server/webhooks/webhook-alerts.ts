import { sql } from 'kysely'
import type { SystemState } from '#contract/system.ts'
import type { Db } from '#server/platform/database/open-database.ts'

/** A service that restarts is no news; one that has taken nothing for so long is. */
const graceMinutes = 15

/**
 * Webhooks that take nothing, and those that were disabled for it; names are keys of `alert` in locales/. One that
 * somebody disabled by hand asks for nothing.
 */
export async function webhookAlerts(db: Db, now: Date): Promise<SystemState['alerts']> {
  const { rows } = await sql<{ name: string; webhookId: number; webhook: string; since: Date }>`
    select case when state = 'disabled' then 'webhook_disabled' else 'webhook_failing' end as name,
      id as "webhookId", name as webhook, coalesce(failing_since, updated_at) as since
    from webhook
    where (state = 'disabled' and disabled_because <> 'hand') or (state <> 'disabled'
      and failing_since <= ${now}::timestamptz - make_interval(mins => ${graceMinutes}))
    order by id`.execute(db)
  return rows.map(({ name, webhookId, webhook, since }) => ({
    name,
    detail: { webhookId, name: webhook },
    since: since.toISOString(),
  }))
}
