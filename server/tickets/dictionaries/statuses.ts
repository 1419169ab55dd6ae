import type { Names } from '#contract/common.ts'
import type { StatusCategory, TicketStatus } from '#contract/desk.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { deskChanged } from './desk-changed.ts'

/** The statuses in use, in the administrator's order. */
export async function listStatuses(db: Db): Promise<TicketStatus[]> {
  const rows = await db
    .selectFrom('ticket_status')
    .select(['id', 'category', 'names', 'is_default', 'position'])
    .where('archived_at', 'is', null)
    .orderBy('position')
    .orderBy('id')
    .execute()
  return rows.map(({ is_default, ...row }) => ({ ...row, isDefault: is_default }))
}

async function getStatus(tx: Tx, id: number): Promise<TicketStatus> {
  return found((await listStatuses(tx)).find((status) => status.id === id))
}

export async function createStatus(
  tx: Tx,
  actor: Actor,
  input: { category: StatusCategory; names: Names },
  now: Date,
): Promise<TicketStatus> {
  const { position } = await tx
    .selectFrom('ticket_status')
    .select((eb) => eb.fn.coalesce(eb.fn.max('position'), eb.lit(0)).as('position'))
    .executeTakeFirstOrThrow()
  const { id } = await tx
    .insertInto('ticket_status')
    .values({ category: input.category, names: JSON.stringify(input.names), position: position + 1 })
    .returning('id')
    .executeTakeFirstOrThrow()
  await deskChanged(tx, actor, 'status.created', { id, names: input.names }, now)
  return getStatus(tx, id)
}

interface StatusChanges {
  names?: Names | undefined
  position?: number | undefined
  isDefault?: true | undefined
}

export async function updateStatus(
  tx: Tx,
  actor: Actor,
  id: number,
  changes: StatusChanges,
  now: Date,
): Promise<TicketStatus> {
  const status = await getStatus(tx, id)
  if (changes.isDefault) {
    // First the old one goes: the index allows one default per category at any instant.
    await tx
      .updateTable('ticket_status')
      .set({ is_default: false })
      .where('category', '=', status.category)
      .execute()
  }
  await tx
    .updateTable('ticket_status')
    .set({
      position: changes.position ?? status.position,
      names: JSON.stringify(changes.names ?? status.names),
      is_default: changes.isDefault ?? status.isDefault,
    })
    .where('id', '=', id)
    .execute()
  await deskChanged(tx, actor, 'status.updated', { id, ...changes }, now)
  return getStatus(tx, id)
}

/** A status that is its category's default is `in_use`: something must be there to fall back to. */
export async function archiveStatus(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const status = await getStatus(tx, id)
  if (status.isDefault) fail('in_use')
  const fallback = (await listStatuses(tx)).find(
    (other) => other.category === status.category && other.isDefault,
  )
  await tx
    .updateTable('ticket')
    .set((eb) => ({ status_id: found(fallback).id, version: eb('version', '+', 1), updated_at: now }))
    .where('status_id', '=', id)
    .execute()
  await tx.updateTable('ticket_status').set({ archived_at: now }).where('id', '=', id).execute()
  await deskChanged(tx, actor, 'status.archived', { id, names: status.names }, now)
}
