import type { Session } from '#contract/identity.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { readSession } from './read-session.ts'
import type { Seat } from './seat.ts'
import { sessionEnd } from './session-cookie.ts'
import { hashToken, newToken } from './tokens.ts'

export interface OpenedSession {
  /** For the cookie; nobody can read it again. */
  token: string
  session: Session
}

/** Signs an agent in, whose right to it has been checked. */
export async function openSession(tx: Tx, agentId: number, seat: Seat, now: Date): Promise<OpenedSession> {
  const token = newToken()
  await tx
    .insertInto('session')
    .values({
      token_hash: hashToken(token),
      agent_id: agentId,
      created_at: now,
      last_seen_at: now,
      expires_at: sessionEnd(now),
      ip: seat.ip,
      user_agent: seat.userAgent,
    })
    .execute()
  return { token, session: await readSession(tx, agentId) }
}
