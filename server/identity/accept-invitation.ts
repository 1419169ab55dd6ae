import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { changePassword } from './change-password.ts'
import { getInvitation } from './get-invitation.ts'
import { openSession, type OpenedSession } from './open-session.ts'
import { hashPassword } from './passwords.ts'
import type { Seat } from './seat.ts'
import { hashToken } from './tokens.ts'

/** Chooses a password by a link, which works once, and signs in. The way in for whom guessing strangers keep out. */
export async function acceptInvitation(
  db: Db,
  token: string,
  { name, password }: { name?: string; password: string },
  seat: Seat,
  now: Date,
): Promise<OpenedSession> {
  // Hashing costs: only for who holds a link.
  await getInvitation(db, token, now)
  const passwordHash = await hashPassword(password)
  return inTransaction(db, async (tx) => {
    const { purpose, agentId, email } = await consume(tx, token, now)
    await changePassword(tx, agentId, passwordHash, now)
    await tx.deleteFrom('sign_in_failure').where('subject', '=', `account:${email}`).execute()
    const isInvitation = purpose === 'invitation'
    if (isInvitation && name !== undefined) {
      await tx.updateTable('agent').set({ name }).where('id', '=', agentId).execute()
    }
    await recordEvent(tx, {
      type: isInvitation ? 'agent.joined' : 'agent.password_changed',
      at: now,
      actor: { kind: 'agent', id: agentId },
      data: { agentId },
    })
    await notify(tx, { topic: 'desk' })
    return openSession(tx, agentId, seat, now)
  })
}

/** Two who use one link at once: one gets through, the other finds it expired. */
async function consume(tx: Tx, token: string, now: Date) {
  const used = await tx
    .deleteFrom('agent_token')
    .using('agent')
    .whereRef('agent.id', '=', 'agent_token.agent_id')
    .where('agent.is_active', '=', true)
    .where('token_hash', '=', hashToken(token))
    .where('expires_at', '>', now)
    .returning(['agent_token.purpose', 'agent.id as agentId', 'agent.email'])
    .executeTakeFirst()
  return found(used, 'link_expired')
}
