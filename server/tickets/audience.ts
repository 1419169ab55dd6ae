import { sql } from 'kysely'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { wouldSee } from './policy.ts'

interface Place {
  team_id: number | null
  assignee_id: number | null
}

/** So many events are looked at for where a ticket came from: what one change of it writes. */
const newest = 3

/**
 * Where each of these tickets lies, and where it lay until just now: whoever loses it from sight has to hear of that
 * too.
 */
export async function placesOf(db: Db, ticketIds: readonly number[]): Promise<Map<number, Place[]>> {
  const { rows } = await sql<Place & { id: number }>`
    select id, team_id, assignee_id from ticket where id = any(${[...ticketIds]}::bigint[])
    union all
    select wanted.id, (data #>> '{changes,teamId,0}')::bigint, (data #>> '{changes,assigneeId,0}')::bigint
    from unnest(${[...ticketIds]}::bigint[]) as wanted (id), lateral (
      select type, data from event where ticket_id = wanted.id order by id desc limit ${newest}::int
    ) as event
    where type = 'ticket.updated'`.execute(db)
  return Map.groupBy(rows, (row) => row.id)
}

/** Whether an agent hears that a ticket in one of these places changed. */
export function mayHear(actor: Actor, places: readonly Place[]): boolean {
  return places.some((place) => wouldSee(actor, place))
}
