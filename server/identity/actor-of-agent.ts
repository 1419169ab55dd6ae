import { CompiledQuery } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import { type Actor, toActor } from './actor.ts'
import { agentAndTeams, agentColumns } from './authenticate.ts'

const byAgent = `
  select ${agentColumns}, null::bigint as session_id, null::bigint as api_key_id, null::text[] as scopes,
    null::timestamptz as expires_at
  from (select $1::bigint as agent_id) credential ${agentAndTeams}`

/**
 * An agent who acts without a session, by letter: with all their rights and no more. Null when they are no longer in
 * force. Whoever asks has made sure that it is them.
 */
export async function actorOfAgent(db: Db, agentId: number): Promise<Actor | null> {
  const { rows } = await db.executeQuery<Parameters<typeof toActor>[0]>(CompiledQuery.raw(byAgent, [agentId]))
  const facts = rows[0]
  return facts ? toActor(facts) : null
}
