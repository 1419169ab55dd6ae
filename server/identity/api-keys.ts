import { Permission } from '#contract/permissions.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import { type Actor, agentActor } from './actor.ts'
import { mustBeInPerson, mustHold } from './policy.ts'
import { presentApiKey } from './present.ts'
import { revoke } from './revocations.ts'
import { hashToken, newToken } from './tokens.ts'

interface KeyWishes {
  name: string
  scopes: Permission[]
  /** RFC 3339; null: without an end. */
  expiresAt: string | null
}

const prefix = 'otk_'
const startLength = prefix.length + 6

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

/** Makes a key that acts for the actor within the scopes, which they must hold themselves. Shown once. */
export async function createApiKey(tx: Tx, actor: Actor, { name, scopes, expiresAt }: KeyWishes, now: Date) {
  mustBeInPerson(actor)
  mustHold(actor, scopes)
  const key = newToken(prefix)
  const row = await tx
    .insertInto('api_key')
    .values({
      agent_id: actor.agentId,
      name,
      token_hash: hashToken(key),
      token_start: key.slice(0, startLength),
      scopes: Permission.options.filter((permission) => scopes.includes(permission)),
      created_at: now,
      expires_at: expiresAt === null ? null : new Date(expiresAt),
    })
    .returningAll()
    .executeTakeFirstOrThrow()
  const apiKey = presentApiKey(row)
  const data = { apiKeyId: apiKey.id, name, start: apiKey.start, scopes: apiKey.scopes, expiresAt }
  await recordEvent(tx, { type: 'api_key.created', at: now, actor: agentActor(actor), data })
  return { apiKey, key }
}

/** Ends a key, whoever's it is. */
export async function revokeApiKey(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const revoked = await tx
    .updateTable('api_key')
    .set({ revoked_at: now })
    .where('id', '=', id)
    .where('revoked_at', 'is', null)
    .returning(['agent_id', 'name', 'token_start'])
    .executeTakeFirst()
  const key = found(revoked)
  const data = { apiKeyId: id, name: key.name, start: key.token_start, agentId: key.agent_id }
  await recordEvent(tx, { type: 'api_key.revoked', at: now, actor: agentActor(actor), data })
  await revoke(tx, { agentIds: [key.agent_id], apiKeyId: id })
}
