import { Permission } from '#contract/permissions.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import { type Actor, agentActor } from './actor.ts'
import { mustBeInPerson, mustHold } from './policy.ts'
import { presentApiKey } from './present.ts'
import { hashToken, newToken } from './tokens.ts'

interface KeyWishes {
  name: string
  scopes: Permission[]
  /** RFC 3339; null: without an end. */
  expiresAt: string | null
}

const prefix = 'otk_'
const startLength = prefix.length + 6

/** Makes a key that acts for the actor within the scopes, which they must hold themselves. Shown once. */
export async function createApiKey(tx: Tx, actor: Actor, { name, scopes, expiresAt }: KeyWishes, now: Date) {
  mustBeInPerson(actor)
  mustHold(actor, scopes)
  if (expiresAt !== null && new Date(expiresAt) <= now) {
    fail('invalid_input', { fields: [{ path: 'body.expiresAt', message: 'lies in the past' }] })
  }
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
