import type { FastifyRequest } from 'fastify'
import type { Permission } from '#contract/permissions.ts'
import type { Caller } from '#server/platform/http/caller.ts'
import { fail } from '#server/platform/http/failure.ts'

/** The agent on whose behalf something is done: signed in, or represented by an API key. */
export interface Actor extends Caller {
  readonly agentId: number
  readonly name: string
  readonly roleId: number
  /** Teams in force; archived ones do not count. */
  readonly teamIds: readonly number[]
  /** Sees the tickets of their own teams and their own tickets only. */
  readonly isLimitedToTeams: boolean
  readonly sessionId: number | null
  readonly apiKeyId: number | null
  /** When the session or the key runs out unless it is used before; null for a key without an end. */
  readonly expiresAt: Date | null
}

/** Facts of the database from which an actor is made. */
interface ActorFacts {
  agent_id: number
  name: string
  language: Actor['language']
  role_id: number
  permissions: Permission[]
  team_ids: number[] | null
  is_in_isolated_team: boolean | null
  session_id: number | null
  api_key_id: number | null
  scopes: Permission[] | null
  expires_at: Date | null
}

/** A key may do what its owner may, as far as its scopes reach. */
export function toActor(facts: ActorFacts): Actor {
  const { scopes } = facts
  const permissions = new Set(
    scopes ? facts.permissions.filter((permission) => scopes.includes(permission)) : facts.permissions,
  )
  return {
    owner: facts.api_key_id === null ? `agent:${facts.agent_id}` : `api-key:${facts.api_key_id}`,
    permissions,
    language: facts.language,
    agentId: facts.agent_id,
    name: facts.name,
    roleId: facts.role_id,
    teamIds: facts.team_ids ?? [],
    isLimitedToTeams: facts.is_in_isolated_team === true && !permissions.has('ticket.read_all'),
    sessionId: facts.session_id,
    apiKeyId: facts.api_key_id,
    expiresAt: facts.expires_at,
  }
}

/** Who sent this request; `not_signed_in` when nobody we know. */
export function actorOf(request: FastifyRequest): Actor {
  const { caller } = request
  if (caller === null || !('agentId' in caller)) return fail('not_signed_in')
  return caller as Actor
}

/** The same as the actor of an event. */
export function agentActor(actor: { agentId: number }): { kind: 'agent'; id: number } {
  return { kind: 'agent', id: actor.agentId }
}
