import { sql } from 'kysely'
import type { SystemState } from '#contract/system.ts'
import { connectionAlerts } from './email/connections/connection-alerts.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type {} from './email/policy/tables.ts'

type Alert = SystemState['alerts'][number]

/** What an administrator should know of the channels now; names are keys of `alert` in locales/. */
export async function channelAlerts(db: Db): Promise<Alert[]> {
  const inboxes = await db
    .selectFrom('inbox')
    .select(['id', 'name', 'receive_error', 'receive_error_at', 'send_error', 'send_error_at'])
    .where('archived_at', 'is', null)
    .where('is_active', '=', true)
    .where((eb) => eb.or([eb('receive_error', 'is not', null), eb('send_error', 'is not', null)]))
    // Without access everything else fails too, and is said once.
    .where('connection_state', 'is distinct from', 'lost')
    .execute()
  const connections = await connectionAlerts(db)
  const { rows } = await sql<{ name: string; count: number; since: Date }>`
    select 'letters_quarantined' as name, count(*)::int as count, min(decided_at) as since
    from inbound_letter where state = 'quarantined' having count(*) > 0
    union all
    select 'replies_not_sent', count(*)::int, min(created_at)
    from reply where delivery_state in ('failed', 'unconfirmed') having count(*) > 0`.execute(db)
  const floods = await db
    .selectFrom('mail_alert')
    .selectAll()
    .where('last_at', '>', sql<Date>`now() - interval '24 hours'`)
    .orderBy('since')
    .execute()
  return [
    ...connections,
    ...inboxes.flatMap((inbox) => [
      ...alert('inbox_receive_failed', inbox, inbox.receive_error, inbox.receive_error_at),
      ...alert('inbox_send_failed', inbox, inbox.send_error, inbox.send_error_at),
    ]),
    ...rows.map(({ name, count, since }) => ({ name, detail: { count }, since: since.toISOString() })),
    ...floods.map(({ kind, subject, count, since }) => ({
      name: kind,
      detail: { subject, count },
      since: since.toISOString(),
    })),
  ]
}

function alert(
  name: string,
  inbox: { id: number; name: string },
  error: string | null,
  since: Date | null,
): Alert[] {
  if (error === null) return []
  return [
    { name, detail: { inboxId: inbox.id, inbox: inbox.name, error }, since: since?.toISOString() ?? null },
  ]
}
