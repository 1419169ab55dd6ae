import type { Db } from '#server/platform/database/open-database.ts'
import { presentApiKey } from './present.ts'
import type {} from './tables.ts'

/** Keys neither revoked nor expired, of active agents, newest first. */
export async function listApiKeys(db: Db, now: Date) {
  const rows = await db
    .selectFrom('api_key')
    .innerJoin('agent', 'agent.id', 'api_key.agent_id')
    .selectAll('api_key')
    .where('agent.is_active', '=', true)
    .where('revoked_at', 'is', null)
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
    .orderBy('api_key.id', 'desc')
    .execute()
  return { items: rows.map(presentApiKey) }
}
