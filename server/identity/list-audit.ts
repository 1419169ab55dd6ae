import type { Db } from '#server/platform/database/open-database.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import type {} from '#server/platform/events/tables.ts'
import { presentAuditEntry } from './present.ts'

/** What was changed in the desk itself, newest first. */
export async function listAudit(db: Db, query: { cursor?: string; limit: number; agentId?: number }) {
  const { limit, agentId } = query
  const after = readCursor(query.cursor)
  let events = db
    .selectFrom('event')
    .leftJoin('agent', (join) =>
      join.onRef('agent.id', '=', 'event.actor_id').on('event.actor_kind', '=', 'agent'),
    )
    .select(['event.id', 'at', 'type', 'actor_kind', 'actor_id', 'data', 'agent.name as actor_name'])
    .where('ticket_id', 'is', null)
    .orderBy('event.id', 'desc')
    .limit(limit + 1)
  if (after) events = events.where('event.id', '<', after.id)
  if (agentId !== undefined) {
    events = events.where('actor_kind', '=', 'agent').where('actor_id', '=', agentId)
  }
  const page = cutPage(await events.execute(), limit, (row) => ({ value: null, id: row.id }))
  return { items: page.rows.map(presentAuditEntry), nextCursor: page.nextCursor }
}
