import { sql } from 'kysely'
import type { AgentStatusEntry } from '#contract/attendance.ts'
import { type Actor, peopleOf } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import type { StatusCause } from './tables.ts'

interface Query {
  cursor?: string | undefined
  limit: number
  agentId?: number | undefined
  from?: string | undefined
  to?: string | undefined
}

interface Row {
  id: number
  agent_id: number
  at: Date
  status_id: number
  meaning: 'online' | 'away' | 'offline'
  cause: StatusCause
  by_agent_id: number | null
  ended_at: Date | null
}

/** Who was what since when, newest first; of the people the caller may look at. */
export async function listStatusLog(
  db: Db,
  actor: Actor,
  { cursor, limit, agentId, from, to }: Query,
): Promise<{ items: AgentStatusEntry[]; nextCursor: string | null }> {
  const after = readCursor(cursor)
  const people = await peopleOf(db, actor)
  const { rows } = await sql<Row>`
    select * from (
      select id, agent_id, at, status_id, meaning, cause, by_agent_id,
        (select later.at from agent_status_log as later
          where later.agent_id = entry.agent_id and later.id > entry.id order by later.id limit 1) as ended_at
      from agent_status_log as entry
      where (${agentId ?? null}::bigint is null or agent_id = ${agentId ?? null}::bigint)
        and (${people === null}::boolean or agent_id = any(${people ?? []}::bigint[]))
        and (${after?.id ?? null}::bigint is null or id < ${after?.id ?? null}::bigint)
        and (${to ?? null}::timestamptz is null or at < ${to ?? null}::timestamptz)
    ) as entry
    where ${from ?? null}::timestamptz is null or ended_at is null or ended_at > ${from ?? null}::timestamptz
    order by id desc limit ${limit + 1}`.execute(db)
  const page = cutPage(rows, limit, (row) => ({ value: null, id: row.id }))
  return {
    items: page.rows.map((row) => ({
      id: row.id,
      agentId: row.agent_id,
      at: row.at.toISOString(),
      statusId: row.status_id,
      meaning: row.meaning,
      cause: row.cause,
      byAgentId: row.by_agent_id,
      endedAt: row.ended_at?.toISOString() ?? null,
    })),
    nextCursor: page.nextCursor,
  }
}
