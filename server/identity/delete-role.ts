import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { notify } from '#server/platform/realtime/notify.ts'
import { type Actor, agentActor } from './actor.ts'
import { naming } from '#server/platform/database/named-violations.ts'
import { mustHold } from './policy.ts'

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
