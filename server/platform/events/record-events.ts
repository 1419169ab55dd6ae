import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { answerersOf, answersWhen } from './answerers.ts'
import type { Occurrence } from './record-event.ts'

/**
 * States many things of one kind of work at once, as `recordEvent` states one: rows, jobs for everyone who has something
 * to answer, and live notices, one round trip for all. Each must be about a ticket. Answers the events' ids with their
 * tickets, in the order given.
 */
export async function recordEvents(
  tx: Tx,
  occurrences: readonly (Occurrence & { ticketId: number })[],
): Promise<{ id: number; ticketId: number }[]> {
  if (occurrences.length === 0) return []
  // Counted as `row_number` counts.
  const said = occurrences.map(({ type, at, actor, ticketId, data }, before) => ({
    n: before + 1,
    type,
    at,
    ticket_id: ticketId,
    actor_kind: actor.kind,
    actor_id: actor.id,
    data: data ?? {},
  }))
  const { rows } = await sql<{ id: number; ticketId: number }>`
    with happened as (
      insert into event (at, type, ticket_id, actor_kind, actor_id, data)
      select at, type, ticket_id, actor_kind, actor_id, data from jsonb_to_recordset(${JSON.stringify(said)}::jsonb)
        as said (n int, at timestamptz, type text, ticket_id bigint, actor_kind text, actor_id bigint, data jsonb)
      order by n
      returning id, ticket_id
    ), numbered as (
      select id, ticket_id, row_number() over (order by id) as n from happened
    ), wanted as materialized (${wantedOf(occurrences)})
    select id, ticket_id as "ticketId",
      pg_notify('otklik', json_build_object('topic', 'ticket', 'ticketId', ticket_id)::text),
      (select count(added.id) from wanted,
        lateral graphile_worker.add_job(wanted.task, json_build_object('eventId', numbered.id, 'ticketId', numbered.ticket_id)) as added
        where wanted.n = numbered.n)
    from numbered order by id`.execute(tx)
  return rows.map(({ id, ticketId }) => ({ id, ticketId }))
}

interface Wanted {
  n: number
  task: string
  type: string
}

/** Which tasks answer which of them, by number: certainly, where the database says so, and while they are wanted. */
function wantedOf(occurrences: readonly Occurrence[]): RawBuilder<unknown> {
  const certain: Wanted[] = []
  const onDemand: Wanted[] = []
  const asked: RawBuilder<unknown>[] = []
  for (const [before, occurrence] of occurrences.entries()) {
    const { type } = occurrence
    const n = before + 1
    const answerers = answerersOf(type)
    onDemand.push(...answerers.onDemand.map((task) => ({ n, task, type })))
    for (const task of answerers.always) {
      const isWanted = answersWhen(type, task)?.(occurrence) ?? true
      if (isWanted === true) certain.push({ n, task, type })
      else if (isWanted !== false) asked.push(sql`select ${n}::int, ${task}::text where ${isWanted}`)
    }
  }
  const listed = (some: readonly Wanted[]) =>
    sql`select n, task from jsonb_to_recordset(${JSON.stringify(some)}::jsonb) as listed (n int, task text, type text)`
  const parts = [
    listed(certain),
    ...asked,
    ...(onDemand.length > 0
      ? [
          sql`${listed(onDemand)} where exists (select from event_demand
            where event_demand.type = listed.type and event_demand.task = listed.task)`,
        ]
      : []),
  ]
  return sql.join(parts, sql` union all `)
}
