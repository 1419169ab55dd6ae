import { sql } from 'kysely'
import type { Source } from '#contract/tickets.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Wanted } from './choose-agent.ts'
import type { Weights } from './load-settings.ts'
import type { Pool } from './lock-pool.ts'

/** A ticket as something to be given away. */
export interface Asked extends Wanted {
  readonly ticketId: number
  /** The customer's last ticket that somebody of the pool has or answered in, who is remembered; not named where it lies with another team. */
  readonly known: { agentId: number; ticketId: number | null; at: string } | null
}

interface Facts {
  id: number
  source: Source
  needs: Wanted['needs'] | null
  known: Asked['known']
}

const dayMs = 86_400_000
/** Of a customer who writes all day the newest tickets are enough to know who had them last. */
const mostLookedThrough = 200

/** What a team's pool says about giving away: only whoever is in it can be the one who knows the customer. */
interface About {
  weights: Weights
  remembersDays: number | null
  agentIds: readonly number[]
}

export function aboutPool(pool: Pool): About {
  const agentIds = pool.seats.map((seat) => seat.agentId)
  return { weights: pool.weights, remembersDays: pool.policy.remembers_days, agentIds }
}

/** What each of these tickets asks of its agent: skills by itself, its category and its customer's language; whom the customer knows. */
export async function loadWanted(
  db: Db,
  ticketIds: readonly number[],
  about: About,
  now: Date,
): Promise<Map<number, Asked>> {
  if (ticketIds.length === 0) return new Map()
  const since = about.remembersDays === null ? null : new Date(now.getTime() - about.remembersDays * dayMs)
  const { rows } = await sql<Facts>`
    select ticket.id, ticket.source, (${needsOfTicket}) as needs,
      (select json_build_object('agentId', knower.agent_id, 'ticketId', case when earlier.team_id is not distinct from ticket.team_id then earlier.id end,
        'at', knower.at)
        from (
          select one.id, one.team_id, one.assignee_id, one.last_activity_at from ticket as one
          where ${since}::timestamptz is not null and one.customer_id = ticket.customer_id and one.id <> ticket.id
          order by one.id desc limit ${mostLookedThrough}
        ) as earlier cross join lateral (${knowerOf(about.agentIds, since)}) as knower
        where earlier.last_activity_at >= ${since}
        order by earlier.id desc limit 1) as known
    from ticket join customer on customer.id = ticket.customer_id
    where ticket.id = any(${[...ticketIds]}::bigint[])`.execute(db)
  return new Map(
    rows.map(({ id, source, needs, known }) => [
      id,
      {
        ticketId: id,
        source,
        weight: about.weights.of(source),
        needs: needs ?? [],
        exceptIds: [],
        known: known && { ...known, at: new Date(known.at).toISOString() },
        knownBy: known?.agentId ?? null,
      },
    ]),
  )
}

/** Of `earlier`: whose it is; where that is nobody of the pool, whoever of the pool said something in it last. */
function knowerOf(agentIds: readonly number[], since: Date | null) {
  const pool = sql`${[...agentIds]}::bigint[]`
  const isTheirs = sql`coalesce(earlier.assignee_id = any(${pool}), false)`
  return sql`
    select earlier.assignee_id as agent_id, earlier.last_activity_at as at where ${isTheirs}
    union all
    (select reply.agent_id, reply.created_at from reply
      where not ${isTheirs} and reply.ticket_id = earlier.id and reply.agent_id = any(${pool})
        and reply.created_at >= ${since} and not reply.is_automatic
        and reply.delivery_state not in ('scheduled', 'held', 'cancelled')
      order by reply.id desc limit 1)`
}

/** Of `ticket` and its `customer`: the highest level that any of them asks for, skill by skill. */
const needsOfTicket = sql`
  select json_agg(json_build_object('skillId', skill.id, 'name', skill.name, 'level', asked.level) order by skill.id)
  from (
    select needed.skill_id, max(needed.level) as level from (
      select skill_id, level from ticket_need where ticket_need.ticket_id = ticket.id
      union all
      select skill_id, level from skill_need where skill_need.language = customer.language
      union all
      select skill_id, level from skill_need where skill_need.category_id in (
        with recursive upwards as (
          select id, parent_id from ticket_category where id = ticket.category_id
          union select parent.id, parent.parent_id from upwards
            join ticket_category as parent on parent.id = upwards.parent_id)
        select id from upwards)
    ) as needed group by needed.skill_id
  ) as asked join skill on skill.id = asked.skill_id and skill.archived_at is null`
