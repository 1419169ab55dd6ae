import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { answerersOf } from './answerers.ts'
import type { Occurrence } from './record-event.ts'

/**
 * States many things of one kind of work at once, as `recordEvent` states one: rows, jobs and live notices, one round
 * trip for all. Each must be about a ticket. Answers the events' ids with their tickets; those of one ticket ascend in
 * the order given.
 */
export async function recordEvents(
  tx: Tx,
  occurrences: readonly (Occurrence & { ticketId: number })[],
): Promise<{ id: number; ticketId: number }[]> {
  if (occurrences.length === 0) return []
  const said = occurrences.map(({ type, at, actor, ticketId, data }, n) => ({
    n,
    type,
    at,
    ticket_id: ticketId,
    actor_kind: actor.kind,
    actor_id: actor.id,
    data: data ?? {},
  }))
  const answerers = [...new Set(occurrences.map(({ type }) => type))].flatMap((type) => {
    const { always, onDemand } = answerersOf(type)
    const declared = (tasks: string[], isAlways: boolean) =>
      tasks.map((task) => ({ type, task, always: isAlways }))
    return [...declared(always, true), ...declared(onDemand, false)]
  })
  const { rows } = await sql<{ id: number; ticketId: number }>`
    with happened as (
      insert into event (at, type, ticket_id, actor_kind, actor_id, data)
      select at, type, ticket_id, actor_kind, actor_id, data from jsonb_to_recordset(${JSON.stringify(said)}::jsonb)
        as said (n int, at timestamptz, type text, ticket_id bigint, actor_kind text, actor_id bigint, data jsonb)
      order by n
      returning id, type, ticket_id
    ), wanted as materialized (
      select type, task from jsonb_to_recordset(${JSON.stringify(answerers)}::jsonb)
        as answerer (type text, task text, always boolean)
      where always or exists (
        select from event_demand where event_demand.type = answerer.type and event_demand.task = answerer.task)
    )
    select id, ticket_id as "ticketId",
      pg_notify('otklik', json_build_object('topic', 'ticket', 'ticketId', ticket_id)::text),
      (select count(added.id) from wanted,
        lateral graphile_worker.add_job(wanted.task, json_build_object('eventId', happened.id, 'ticketId', happened.ticket_id)) as added
        where wanted.type = happened.type)
    from happened order by id`.execute(tx)
  return rows.map(({ id, ticketId }) => ({ id, ticketId }))
}
