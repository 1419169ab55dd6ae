import type { Role } from '#contract/identity.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { type Actor, agentActor } from './actor.ts'
import { mustHold } from './policy.ts'
import { presentRole } from './present.ts'
import { mustBeFreeName, type RoleWords, tidyPermissions } from './role-words.ts'

/** Adds a role that allows no more than the actor may do. */
export async function createRole(
  tx: Tx,
  actor: Actor,
  { names, permissions }: RoleWords,
  now: Date,
): Promise<Role> {
  mustHold(actor, permissions)
  await mustBeFreeName(tx, names)
  const row = await tx
    .insertInto('role')
    .values({ names: JSON.stringify(names), permissions: tidyPermissions(permissions) })
    .returningAll()
    .executeTakeFirstOrThrow()
  const role = presentRole(row)
  const data = { roleId: role.id, names: role.names, permissions: role.permissions }
  await recordEvent(tx, { type: 'role.created', at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'desk' })
  return role
}
