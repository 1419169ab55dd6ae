import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import type { AlertKind } from './tables.ts'

/** A flood is over when nothing came for so long; the next one is told anew. */
const quietHours = 24

/**
 * Tells administrators that something is too much: once, however many letters it concerns. What follows is counted
 * on the same line.
 */
export async function raiseAlert(
  tx: Tx,
  alert: { kind: AlertKind; subject: string; inboxId: number | null },
  now: Date,
): Promise<void> {
  const { kind, inboxId } = alert
  const subject = alert.subject.slice(0, 320)
  const { rows } = await sql<{ count: number }>`
    insert into mail_alert as known (kind, subject, inbox_id, since, last_at)
    values (${kind}, ${subject}, ${inboxId}, ${now}, ${now})
    on conflict (kind, subject) do update set inbox_id = excluded.inbox_id, last_at = excluded.last_at,
      since = case when known.last_at < ${now}::timestamptz - make_interval(hours => ${quietHours}) then excluded.since else known.since end,
      count = case when known.last_at < ${now}::timestamptz - make_interval(hours => ${quietHours}) then 1 else known.count + 1 end
    returning count`.execute(tx)
  if (rows[0]?.count !== 1) return
  const actor = { kind: 'system', id: null } as const
  await recordEvent(tx, { type: `mail.${kind}`, at: now, actor, data: { subject, inboxId } })
}
