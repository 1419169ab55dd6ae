import type { Role } from '#contract/identity.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { type Actor, agentActor } from './actor.ts'
import { difference } from './difference.ts'
import { mustHold } from './policy.ts'
import { presentRole } from './present.ts'
import { revoke } from './revocations.ts'
import { mustBeFreeName, type RoleWords, tidyPermissions } from './role-words.ts'

/** Changes a role. What the administrator may do is fixed: everything, so that nobody locks the desk up. */
export async function updateRole(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: Partial<RoleWords>,
  now: Date,
): Promise<Role> {
  const before = found(
    await tx.selectFrom('role').selectAll().where('id', '=', id).forUpdate().executeTakeFirst(),
  )
  mustHold(actor, before.permissions)
  const { names, permissions } = changes
  if (permissions !== undefined) {
    mustHold(actor, permissions)
    if (before.key === 'administrator') fail('not_allowed')
  }
  if (names !== undefined) await mustBeFreeName(tx, names, id)
  const after = await tx
    .updateTable('role')
    .set({
      names: JSON.stringify(names ?? before.names),
      permissions: permissions ? tidyPermissions(permissions) : before.permissions,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const changed = difference(presentRole(before), changes)
  if (changed) {
    const data = { roleId: id, ...changed }
    await recordEvent(tx, { type: 'role.updated', at: now, actor: agentActor(actor), data })
    await notify(tx, { topic: 'desk' })
    await revoke(tx, { roleId: id })
  }
  return presentRole(after)
}
