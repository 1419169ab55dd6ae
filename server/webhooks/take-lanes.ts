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
  /** So many lines are taken at most, besides one of each webhook that has none at work. */
  most: number
}

/** How many more lines of a webhook may be at work here: receivers that hang keep no places that others wait for. */
const room = ({ mostOfOne }: Share) =>
  sql`greatest(0, case when failing_since is null then ${mostOfOne}::int else 1 end - coalesce(busy.count, 0))`

/** Whether it gets more than tests: not while what waited when it was disabled is still being given up. */
const isSending = sql`(state = 'active' and give_up_to is null)`

const busyOf = ({ busy }: Share) => sql`
  left join unnest(${[...busy.keys()]}::bigint[], ${[...busy.values()]}::bigint[]) as busy (id, count)
    on busy.id = webhook.id`

/**
 * Takes lines whose head is due, for this process alone until `until`: first of the webhooks that have the fewest at
 * work, and always one of each that has none. Lines below zero hold tests, which also go to a webhook that is not active.
 */
export async function takeLanes(db: Db, now: Date, until: Date, { most, ...share }: Limits): Promise<Lane[]> {
  const due = sql`webhook_id = webhook.id and next_at <= ${now} and (claimed_until is null or claimed_until <= ${now})
    order by next_at limit ${room(share)} for update skip locked`
  const { rows } = await sql<Lane>`
    with line as (
      select webhook.id, lane, next_at, coalesce(busy.count, 0) as busy from webhook ${busyOf(share)}
        cross join lateral (select lane, next_at from webhook_lane where ${due}) as line
        where ${isSending}
      union all
      select webhook.id, lane, next_at, coalesce(busy.count, 0) from webhook ${busyOf(share)}
        cross join lateral (select lane, next_at from webhook_lane where lane < 0 and ${due}) as line
        where not ${isSending} and removed_at is null
    ), ranked as (
      select *, busy + row_number() over (partition by id order by next_at) as share from line
    ), placed as (
      select *, row_number() over (order by share, next_at) as place from ranked
    )
    update webhook_lane set claimed_until = ${until}, next_at = ${until} from placed
    where (share = 1 or place <= ${most}) and webhook_lane.webhook_id = placed.id and webhook_lane.lane = placed.lane
    returning webhook_lane.webhook_id, webhook_lane.lane, webhook_lane.claimed_until`.execute(db)
  return rows
}

/** When the next line is due that nobody is busy with, of webhooks that have room; null when there is none. */
export async function nextDue(db: Db, share: Share): Promise<Date | null> {
  const first = sql`order by next_at limit 1`
  const { rows } = await sql<{ at: Date | null }>`
    select min(coalesce(
      (select next_at from webhook_lane where webhook_id = webhook.id and ${isSending} ${first}),
      (select next_at from webhook_lane where webhook_id = webhook.id and lane < 0 ${first})
    )) as at
    from webhook ${busyOf(share)} where ${room(share)} > 0 and removed_at is null`.execute(db)
  return rows[0]?.at ?? null
}
