import { CompiledQuery } from 'kysely'
import type { FastifyRequest } from 'fastify'
import type {} from '@fastify/cookie'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'
import { type Actor, toActor } from './actor.ts'
import { sessionCookie, sessionEnd } from './session-cookie.ts'
import { hashToken } from './tokens.ts'
import type {} from './tables.ts'

type Facts = Parameters<typeof toActor>[0] & { seen_at: Date | null }

export const agentAndTeams = `
  join agent on agent.id = credential.agent_id and agent.is_active
  join role on role.id = agent.role_id
  left join lateral (
    select array_agg(team.id) as ids, bool_or(team.is_isolated) as has_isolated
    from team_member join team on team.id = team_member.team_id and team.archived_at is null
    where team_member.agent_id = agent.id
  ) teams on true`
export const agentColumns = `agent.id as agent_id, agent.name, agent.language, agent.role_id, role.permissions,
  teams.ids as team_ids, teams.has_isolated as is_in_isolated_team`

// Written out, not built: this runs before every request, and is prepared once per connection.
const bySession = `
  select ${agentColumns}, credential.id as session_id, null::bigint as api_key_id, null::text[] as scopes,
    credential.last_seen_at as seen_at, credential.expires_at
  from session credential ${agentAndTeams}
  where credential.token_hash = $1 and credential.expires_at > $2`
const byKey = `
  select ${agentColumns}, null::bigint as session_id, credential.id as api_key_id, credential.scopes,
    credential.last_used_at as seen_at, credential.expires_at
  from api_key credential ${agentAndTeams}
  where credential.token_hash = $1 and credential.revoked_at is null
    and (credential.expires_at is null or credential.expires_at > $2)`

const seenEveryMs = 5 * 60_000

/** Finds out who sent a request, by the session cookie or by `Authorization: Bearer KEY`; the key goes first. */
export function createAuthenticate({ database: { db }, clock }: Pick<Platform, 'database' | 'clock'>) {
  return async (request: FastifyRequest): Promise<Actor | null> => {
    const { authorization } = request.headers
    const key = authorization === undefined ? null : (/^bearer +(\S{1,200})$/i.exec(authorization)?.[1] ?? '')
    const token = key ?? request.cookies[sessionCookie]
    if (!token) return null
    const now = clock.now()
    const parameters = [hashToken(token), now]
    const { rows } = await db.executeQuery<Facts>(
      CompiledQuery.raw(key === null ? bySession : byKey, parameters),
    )
    const facts = rows[0]
    if (!facts) return null
    const isSeen = facts.seen_at !== null && now.getTime() - facts.seen_at.getTime() < seenEveryMs
    if (isSeen) return toActor(facts)
    return toActor({ ...facts, expires_at: await markSeen(db, facts, request.ip, now) })
  }
}

/** Writes down, now and then, that somebody is still there; a session lives on by it. Answers when it ends. */
async function markSeen(db: Db, facts: Facts, ip: string, now: Date): Promise<Date | null> {
  if (facts.session_id !== null) {
    await db
      .updateTable('session')
      .set({ last_seen_at: now, expires_at: sessionEnd(now), ip })
      .where('id', '=', facts.session_id)
      .execute()
    return sessionEnd(now)
  }
  await db.updateTable('api_key').set({ last_used_at: now }).where('id', '=', facts.api_key_id).execute()
  return facts.expires_at
}
