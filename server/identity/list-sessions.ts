import type { Db } from '#server/platform/database/open-database.ts'
import type { Actor } from './actor.ts'
import { mustBeInPerson } from './policy.ts'
import { presentSessionRow } from './present.ts'
import type {} from './tables.ts'

/** The actor's sessions in force, the one last used first. */
export async function listSessions(db: Db, actor: Actor, now: Date) {
  const currentId = mustBeInPerson(actor)
  const rows = await db
    .selectFrom('session')
    .select(['id', 'created_at', 'last_seen_at', 'ip', 'user_agent'])
    .where('agent_id', '=', actor.agentId)
    .where('expires_at', '>', now)
    .orderBy('last_seen_at', 'desc')
    .orderBy('id', 'desc')
    .execute()
  return { items: rows.map((row) => presentSessionRow(row, currentId)) }
}
