import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

export interface Lane {
  webhook_id: number
  lane: number
  /** Until when it is this worker's. Whoever takes it over writes a later one: by this a worker knows it is not its any more. */
  claimed_until: Date
}

interface Share {
  /** Of one webhook so many may be at work in this process, and one of a webhook that is failing; these are already. */
  mostOfOne: number
  busy: ReadonlyMap<number, number>
}

interface Limits extends Share {
  /** So many lines are taken at most. */
  most: number
}

/** How many more lines of a webhook may be at work here: receivers that hang keep no places that others wait for. */
const room = ({ mostOfOne }: Share) =>
  sql`greatest(0, case when failing_since is null then ${mostOfOne}::int else 1 end - coalesce(busy.count, 0))`

const busyOf = ({ busy }: Share) => sql`
  left join unnest(${[...busy.keys()]}::bigint[], ${[...busy.values()]}::bigint[]) as busy (id, count)
    on busy.id = webhook.id`

/**
 * Takes lines whose head is due, for this process alone until `until`: first of the webhooks that have the fewest at
 * work. Lines below zero hold tests, which also go to a webhook that is not active.
 */
export async function takeLanes(db: Db, now: Date, until: Date, { most, ...share }: Limits): Promise<Lane[]> {
  const { rows } = await sql<Lane>`
    with due as (
      select line.webhook_id, line.lane
      from webhook ${busyOf(share)}
        cross join lateral (
          select webhook_id, lane, next_at from webhook_lane
          where webhook_id = webhook.id and next_at <= ${now} and (webhook.state = 'active' or lane < 0)
            and (claimed_until is null or claimed_until <= ${now})
          order by next_at limit ${room(share)}
          for update skip locked
        ) as line
      order by coalesce(busy.count, 0) + row_number() over (partition by webhook.id order by line.next_at), line.next_at
      limit ${most}
    )
    update webhook_lane set claimed_until = ${until} from due
    where webhook_lane.webhook_id = due.webhook_id and webhook_lane.lane = due.lane
    returning webhook_lane.webhook_id, webhook_lane.lane, webhook_lane.claimed_until`.execute(db)
  return rows
}

/** When the next line is due that nobody is busy with, of webhooks that have room; null when there is none. */
export async function nextDue(db: Db, share: Share): Promise<Date | null> {
  const { rows } = await sql<{ at: Date | null }>`
    select min(greatest(next_at, coalesce(claimed_until, next_at))) as at
    from webhook_lane join webhook on webhook.id = webhook_id ${busyOf(share)}
    where (state = 'active' or lane < 0) and ${room(share)} > 0`.execute(db)
  return rows[0]?.at ?? null
}
