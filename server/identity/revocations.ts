import type { Db } from '#server/platform/database/open-database.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import type { Notices } from '#server/platform/realtime/notices.ts'
import type { Actor } from './actor.ts'

/** Whose rights ended or changed; a fact left out holds for everybody. */
interface Revocation {
  agentIds?: number[]
  roleId?: number
  sessionId?: number
  exceptSessionId?: number
  apiKeyId?: number
}

/** More ids than this would not fit a notice: then everybody looks again. */
const mostAgents = 300

/** Tells every process, when the transaction commits, that what it knows of these callers is no longer true. */
export async function revoke(tx: Db, revocation: Revocation): Promise<void> {
  const { agentIds, ...rest } = revocation
  const named = agentIds && agentIds.length <= mostAgents ? { agentIds } : {}
  await notify(tx, { topic: 'session', ...rest, ...named })
}

/**
 * For connections that outlive a request: `onRevoked` gets a test for the actors it concerns. Close theirs:
 * whoever may still come in comes back with fresh rights. After a gap in the notices it concerns everybody.
 */
export function watchRevocations(
  notices: Notices,
  onRevoked: (isConcerned: (actor: Actor) => boolean) => void,
): () => void {
  const stopListening = notices.listen((notice) => {
    if (notice.topic === 'session') onRevoked((actor) => concerns(notice as Revocation, actor))
  })
  const stopWatchingGaps = notices.onGap(() => onRevoked(() => true))
  return () => {
    stopListening()
    stopWatchingGaps()
  }
}

function concerns(revocation: Revocation, actor: Actor): boolean {
  const { agentIds, roleId, sessionId, exceptSessionId, apiKeyId } = revocation
  if (agentIds !== undefined && !agentIds.includes(actor.agentId)) return false
  if (roleId !== undefined && roleId !== actor.roleId) return false
  if (sessionId !== undefined && sessionId !== actor.sessionId) return false
  if (apiKeyId !== undefined && apiKeyId !== actor.apiKeyId) return false
  return exceptSessionId === undefined || exceptSessionId !== actor.sessionId
}
