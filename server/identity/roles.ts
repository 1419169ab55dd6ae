import type { Names } from '#contract/common.ts'
import type { Role } from '#contract/identity.ts'
import { Permission } from '#contract/permissions.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { type Actor, agentActor } from './actor.ts'
import { naming } from './named-violations.ts'
import { mustHold } from './policy.ts'
import { presentRole } from './present.ts'
import { revoke } from './revocations.ts'

interface RoleWords {
  names: Names
  permissions: Permission[]
}

/** In the contract's order, each once. */
function tidy(permissions: readonly Permission[]): Permission[] {
  return Permission.options.filter((permission) => permissions.includes(permission))
}

/** The built-in roles first, then the others as they were made. */
export async function listRoles(db: Db): Promise<{ items: Role[] }> {
  const rows = await db.selectFrom('role').selectAll().orderBy('id').execute()
  return { items: rows.map(presentRole) }
}

export async function createRole(
  tx: Tx,
  actor: Actor,
  { names, permissions }: RoleWords,
  now: Date,
): Promise<Role> {
  mustHold(actor, permissions)
  const row = await tx
    .insertInto('role')
    .values({ names: JSON.stringify(names), permissions: tidy(permissions) })
    .returningAll()
    .executeTakeFirstOrThrow()
  const role = presentRole(row)
  const data = { roleId: role.id, names: role.names, permissions: role.permissions }
  await recordEvent(tx, { type: 'role.created', at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'desk' })
  return role
}

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
  const after = await tx
    .updateTable('role')
    .set({
      names: JSON.stringify(names ?? before.names),
      permissions: permissions ? tidy(permissions) : before.permissions,
    })
    .where('id', '=', id)
    .returningAll()
    .executeTakeFirstOrThrow()
  const from = { names: before.names, permissions: before.permissions }
  const data = { roleId: id, from, to: { names: after.names, permissions: after.permissions } }
  await recordEvent(tx, { type: 'role.changed', at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'desk' })
  await revoke(tx, { roleId: id })
  return presentRole(after)
}

/** Removes a role nobody has; `in_use` otherwise, `not_allowed` for the built-in ones. */
export async function deleteRole(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const role = found(await tx.selectFrom('role').selectAll().where('id', '=', id).executeTakeFirst())
  mustHold(actor, role.permissions)
  if (role.key !== null) fail('not_allowed')
  await naming({ reference: 'in_use' }, () => tx.deleteFrom('role').where('id', '=', id).execute())
  const data = { roleId: id, names: role.names }
  await recordEvent(tx, { type: 'role.deleted', at: now, actor: agentActor(actor), data })
  await notify(tx, { topic: 'desk' })
}
