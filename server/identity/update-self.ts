import type { Language } from '#contract/common.ts'
import type { Session } from '#contract/identity.ts'
import { signatureVariables } from '#contract/signatures.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { inTransaction } from '#server/platform/database/transaction.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { mustBeTemplate } from '#server/platform/written-template.ts'
import { isTimeZone } from '#server/platform/time-zones.ts'
import { type Actor, agentActor } from './actor.ts'
import { changePassword } from './change-password.ts'
import { hashPassword, verifyPassword } from './passwords.ts'
import { mustBeInPerson } from './policy.ts'
import { agentById } from './queries.ts'
import { readSession } from './read-session.ts'
import type { Seat } from './seat.ts'
import { beginAttempt, forgive } from './sign-in-attempt.ts'

interface SelfChanges {
  name?: string
  language?: Language
  theme?: 'system' | 'light' | 'dark'
  timeZone?: string | null
  undoSeconds?: number
  position?: string
  signature?: string
  password?: { current: string; next: string }
}

/** Changes one's own account. A new password needs the current one, which is guarded as at sign-in. */
export async function updateSelf(
  db: Db,
  actor: Actor,
  changes: SelfChanges,
  seat: Seat,
  now: Date,
): Promise<Session> {
  const sessionId = mustBeInPerson(actor)
  const { name, language, theme, timeZone, undoSeconds, position, signature, password } = changes
  if (timeZone && !isTimeZone(timeZone))
    fail('invalid_input', { fields: [{ path: 'body.timeZone', message: 'not a time zone' }] })
  if (signature !== undefined) mustBeTemplate(signature, signatureVariables)
  const passwordHash = password && (await exchangePassword(db, actor, password, seat, now))
  return inTransaction(db, async (tx) => {
    await tx
      .updateTable('agent')
      .set({
        name,
        language,
        theme,
        time_zone: timeZone,
        undo_seconds: undoSeconds,
        position,
        signature,
        updated_at: now,
      })
      .where('id', '=', actor.agentId)
      .execute()
    if (passwordHash) {
      await changePassword(tx, actor.agentId, passwordHash, now, sessionId)
      const data = { agentId: actor.agentId }
      await recordEvent(tx, { type: 'agent.password_changed', at: now, actor: agentActor(actor), data })
    }
    if (name !== undefined) await notify(tx, { topic: 'desk' })
    return readSession(tx, actor.agentId)
  })
}

async function exchangePassword(
  db: Db,
  actor: Actor,
  { current, next }: { current: string; next: string },
  seat: Seat,
  now: Date,
): Promise<string> {
  const agent = found(await agentById(db, actor.agentId))
  const attempt = await inTransaction(db, (tx) => beginAttempt(tx, agent.email, seat, now))
  if (!(await verifyPassword(agent.password_hash, current))) fail('wrong_credentials')
  await inTransaction(db, (tx) => forgive(tx, attempt, now))
  return hashPassword(next)
}
