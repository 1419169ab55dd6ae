import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { answerersOf } from './answerers.ts'
import type { ActorKind } from './tables.ts'

export interface Occurrence {
  type: string
  at: Date
  actor: { kind: ActorKind; id: number | null }
  /** Absent for what administrators do to the desk itself. */
  ticketId?: number
  data?: Record<string, unknown>
}

/** What a job that answers an event is told; it reads the rest from the event's row. */
export interface EventPayload {
  eventId: number
  ticketId: number | null
}

/**
 * States what happened, in the caller's transaction: the row of history, a job for everyone who answers this
 * type (or does while it is wanted), and the live notice, which PostgreSQL sends when the transaction commits. One round trip.
 * Answers the event's id.
 */
export async function recordEvent(tx: Tx, occurrence: Occurrence): Promise<number> {
  const { type, at, actor, data } = occurrence
  const ticketId = occurrence.ticketId ?? null
  const { always, onDemand } = answerersOf(type)
  const notice = ticketId === null ? null : JSON.stringify({ topic: 'ticket', ticketId })
  const { rows } = await sql<{ id: number }>`
    with happened as (
      insert into event (at, type, ticket_id, actor_kind, actor_id, data)
      values (${at}, ${type}, ${ticketId}, ${actor.kind}, ${actor.id}, ${JSON.stringify(data ?? {})})
      returning id
    )
    select id,
      case when ${notice}::text is not null then pg_notify('otklik', ${notice}::text) end,
      (select count(added.id) from ${tasksFor(type, always, onDemand)} as wanted (task),
        lateral graphile_worker.add_job(task, json_build_object('eventId', happened.id, 'ticketId', ${ticketId}::bigint)) as added)
    from happened`.execute(tx)
  const row = rows[0]
  if (!row) throw new Error(`event ${type} was not recorded`)
  return row.id
}

/** What nobody answers on demand does not ask who wants it. */
function tasksFor(type: string, always: string[], onDemand: string[]) {
  if (onDemand.length === 0) return sql`unnest(${always}::text[])`
  return sql`(select unnest(${always}::text[])
    union all select task from event_demand where type = ${type} and task = any(${onDemand}::text[]))`
}
