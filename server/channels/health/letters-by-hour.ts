import { sql } from 'kysely'
import type { InboxHealth } from '#contract/channel-health.ts'
import type { Db } from '#server/platform/database/open-database.ts'

const hourMs = 3_600_000
const shownHours = 48
/** A letter leaves within two days of being written, or never. */
const longestTryDays = 3

type Hours = InboxHealth['hours']

/** How many letters each inbox took and sent, by the hour; the last hour is the one that runs. */
export async function lettersByHour(db: Db, now: Date): Promise<(inboxId: number) => Hours> {
  const last = Math.floor(now.getTime() / hourMs) * hourMs
  const first = new Date(last - (shownHours - 1) * hourMs)
  const { rows } = await sql<{ inbox_id: number; at: Date; received: number; sent: number }>`
    select inbox_id, at, sum(received)::int as received, sum(sent)::int as sent from (
      select inbox_id, date_trunc('hour', received_at, 'UTC') as at, 1 as received, 0 as sent
      from inbound_letter where received_at >= ${first}
      union all
      select inbox_id, date_trunc('hour', sent_at, 'UTC'), 0, 1 from outbound_letter
      where created_at >= ${first}::timestamptz - make_interval(days => ${longestTryDays}) and sent_at >= ${first}
    ) as letter group by inbox_id, at`.execute(db)
  const known = new Map(rows.map((row) => [`${row.inbox_id} ${row.at.getTime()}`, row]))
  return (inboxId) =>
    Array.from({ length: shownHours }, (_, index) => {
      const at = new Date(first.getTime() + index * hourMs)
      const row = known.get(`${inboxId} ${at.getTime()}`)
      return { at: at.toISOString(), received: row?.received ?? 0, sent: row?.sent ?? 0 }
    })
}
