import type { Db } from '#server/platform/database/open-database.ts'
import { found } from '#server/platform/http/failure.ts'
import { hashToken } from './tokens.ts'
import type {} from './tables.ts'

/** Whom a link is for; `link_expired` for a used, an old and an invented one alike. */
export async function getInvitation(db: Db, token: string, now: Date) {
  const row = await db
    .selectFrom('agent_token')
    .innerJoin('agent', 'agent.id', 'agent_token.agent_id')
    .select(['agent_token.purpose', 'agent.email', 'agent.name', 'agent.language'])
    .where('agent_token.token_hash', '=', hashToken(token))
    .where('agent_token.expires_at', '>', now)
    .where('agent.is_active', '=', true)
    .executeTakeFirst()
  return found(row, 'link_expired')
}
