import { sql } from 'kysely'
import type { Webhook } from '#contract/webhooks.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { presentWebhook } from './present.ts'
import type { WebhookRow } from './tables.ts'

export interface HourRow {
  webhook_id: number
  /** 0: the hour that ends now; 23: the first of the day. */
  ago: number
  taken: number
  failed: number
}

export interface CountRow {
  webhook_id: number
  pending: number
  failed: number
}

/** All webhooks by name, with how their last 24 hours went. */
export async function readWebhooks(db: Db, now: Date): Promise<Webhook[]> {
  const rows = await db
    .selectFrom('webhook')
    .selectAll()
    .where('removed_at', 'is', null)
    .orderBy(sql`lower(name)`)
    .orderBy('id')
    .execute()
  return present(db, rows, now)
}

/** One of them; `not_found` when it is gone. */
export async function readWebhook(db: Db, id: number, now: Date): Promise<Webhook> {
  const rows = await db
    .selectFrom('webhook')
    .selectAll()
    .where('id', '=', id)
    .where('removed_at', 'is', null)
    .execute()
  return found((await present(db, rows, now))[0])
}

async function present(db: Db, rows: WebhookRow[], now: Date): Promise<Webhook[]> {
  const ids = rows.map((row) => row.id)
  const { rows: hours } = await sql<HourRow>`
    select webhook_id, floor(extract(epoch from ${now}::timestamptz - at) / 3600)::int as ago,
      (count(*) filter (where is_success))::int as taken, (count(*) filter (where not is_success))::int as failed
    from webhook_attempt
    where webhook_id = any(${ids}::bigint[]) and at > ${now}::timestamptz - interval '24 hours' and at <= ${now}
    group by 1, 2`.execute(db)
  const { rows: counts } = await sql<CountRow>`
    select id as webhook_id,
      (select count(*) from webhook_delivery where webhook_id = webhook.id and state = 'pending')::int as pending,
      (select count(*) from webhook_delivery where webhook_id = webhook.id and state = 'failed' and origin <> 'test')::int as failed
    from webhook where id = any(${ids}::bigint[])`.execute(db)
  return rows.map((row) => {
    const isOwn = (other: { webhook_id: number }) => other.webhook_id === row.id
    return presentWebhook(row, hours.filter(isOwn), counts.find(isOwn), now)
  })
}
