import { type RawBuilder, sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { answerersOf, answersWhen } from './answerers.ts'
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
 * States what happened, in the caller's transaction: the row of history, a job for everyone who answers it
 * (where there is something to answer, while it is wanted), and the live notice, which PostgreSQL sends when the
 * transaction commits. One round trip.
 * Answers the event's id.
 */
export async function recordEvent(tx: Tx, occurrence: Occurrence): Promise<number> {
  const { type, at, actor, data } = occurrence
  const ticketId = occurrence.ticketId ?? null
  const notice = ticketId === null ? null : JSON.stringify({ topic: 'ticket', ticketId })
  const { rows } = await sql<{ id: number }>`
    with happened as (
      insert into event (at, type, ticket_id, actor_kind, actor_id, data)
      values (${at}, ${type}, ${ticketId}, ${actor.kind}, ${actor.id}, ${JSON.stringify(data ?? {})})
      returning id
    )
    select id,
      case when ${notice}::text is not null then pg_notify('otklik', ${notice}::text) end,
      (select count(added.id) from ${tasksFor(occurrence)} as wanted (task),
        lateral graphile_worker.add_job(task, json_build_object('eventId', happened.id, 'ticketId', ${ticketId}::bigint)) as added)
    from happened`.execute(tx)
  const row = rows[0]
  if (!row) throw new Error(`event ${type} was not recorded`)
  return row.id
}

/** What nobody answers on demand does not ask who wants it. */
function tasksFor(occurrence: Occurrence) {
  const { type } = occurrence
  const { always, onDemand } = answerersOf(type)
  const certain: string[] = []
  const parts: RawBuilder<unknown>[] = []
  for (const task of always) {
    const isWanted = answersWhen(type, task)?.(occurrence) ?? true
    if (isWanted === true) certain.push(task)
    else if (isWanted !== false) parts.push(sql`select ${task}::text where ${isWanted}`)
  }
  if (onDemand.length > 0)
    parts.push(sql`select task from event_demand where type = ${type} and task = any(${onDemand}::text[])`)
  if (parts.length === 0) return sql`unnest(${certain}::text[])`
  return sql`(${sql.join([sql`select unnest(${certain}::text[])`, ...parts], sql` union all `)})`
}
