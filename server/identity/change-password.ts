import type { Tx } from '#server/platform/database/open-database.ts'
import { revoke } from './revocations.ts'
import type {} from './tables.ts'

/**
 * Puts a new password in force: every session but the given one ends, and so does every link that would
 * choose a password.
 */
export async function changePassword(
  tx: Tx,
  agentId: number,
  passwordHash: string,
  now: Date,
  keptSessionId?: number,
): Promise<void> {
  await tx
    .updateTable('agent')
    .set({ password_hash: passwordHash, updated_at: now })
    .where('id', '=', agentId)
    .execute()
  await tx.deleteFrom('agent_token').where('agent_id', '=', agentId).execute()
  let others = tx.deleteFrom('session').where('agent_id', '=', agentId)
  if (keptSessionId !== undefined) others = others.where('id', '<>', keptSessionId)
  await others.execute()
  await revoke(tx, { agentIds: [agentId], exceptSessionId: keptSessionId })
}
