import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

export interface Lane {
  webhook_id: number
  lane: number
}

interface Limits {
  /** So many lines are taken at most. */
  most: number
  /** Of one webhook so many may be at work in this process; these are already. */
  mostOfOne: number
  busy: ReadonlyMap<number, number>
}

/**
 * Takes lines whose head is due, for this process alone until `until`. One slow receiver takes no more than its share:
 * the others' lines find room beside it. Lines below zero hold tests, which also go to a webhook that is not active.
 */
export async function takeLanes(
  db: Db,
  now: Date,
  until: Date,
  { most, mostOfOne, busy }: Limits,
): Promise<Lane[]> {
  const { rows } = await sql<Lane>`
    with due as (
      select line.webhook_id, line.lane
      from webhook
        left join unnest(${[...busy.keys()]}::bigint[], ${[...busy.values()]}::bigint[]) as busy (id, count)
          on busy.id = webhook.id
        cross join lateral (
          select webhook_id, lane from webhook_lane
          where webhook_id = webhook.id and next_at <= ${now} and (webhook.state = 'active' or lane < 0)
            and (claimed_until is null or claimed_until <= ${now})
          order by next_at limit greatest(0, ${mostOfOne}::int - coalesce(busy.count, 0))
          for update skip locked
        ) as line
      limit ${most}
    )
    update webhook_lane set claimed_until = ${until} from due
    where webhook_lane.webhook_id = due.webhook_id and webhook_lane.lane = due.lane
    returning webhook_lane.webhook_id, webhook_lane.lane`.execute(db)
  return rows
}

/** When the next line is due that nobody is busy with, of webhooks that have room; null when there is none. */
export async function nextDue(db: Db, fullWebhooks: readonly number[]): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(greatest(next_at, coalesce(claimed_until, next_at))) as at
    from webhook_lane join webhook on webhook.id = webhook_id where (state = 'active' or lane < 0)
      and webhook_id <> all(${[...fullWebhooks]}::bigint[])`.execute(db)
  return rows[0]?.at ?? null
}
