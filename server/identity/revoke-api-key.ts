import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import { type Actor, agentActor } from './actor.ts'
import { revoke } from './revocations.ts'

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
