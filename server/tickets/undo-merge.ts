import { sql } from 'kysely'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { fieldDifferences, fieldsToReturn } from './carry-fields.ts'
import { returnDrafts, returnParticipants } from './carry-people.ts'
import { carryPosts } from './carry-posts.ts'
import { mustUpdate } from './policy.ts'
import { defaultStatusId, lockTicket } from './queries.ts'
import { recountTicket } from './recount-ticket.ts'
import { reindexNotes, reindexTicket } from './reindex-ticket.ts'
import type { KeptOfMerge, TicketRow } from './tables.ts'
import { thawAt, thawStatus } from './thaw.ts'
import { statusTimes } from './ticket.ts'

/** So long a merge can be undone, in milliseconds. */
export const undoableForMs = 30 * 86_400_000

/**
 * Takes two tickets apart again: the posts that came go back, and with them whom they addressed; the source is what
 * it was, and so are drafts nobody went on with. What was written since stays where it was written. `merge_not_undoable` when that was too long ago, or one
 * of the two has gone into another ticket since. Answers the source's id.
 */
export async function undoMerge(tx: Tx, actor: Actor, mergeId: number, now: Date): Promise<number> {
  mustUpdate(actor)
  const { source_id, target_id } = found(
    await tx
      .selectFrom('ticket_merge')
      .select(['source_id', 'target_id'])
      .where('id', '=', mergeId)
      .executeTakeFirst(),
  )
  const source = await lockTicket(tx, actor, source_id)
  const target = await lockTicket(tx, actor, target_id)
  // Read after both are locked, so it is what the last decision left.
  const merge = await tx
    .selectFrom('ticket_merge')
    .selectAll()
    .where('id', '=', mergeId)
    .executeTakeFirstOrThrow()
  const isLate = now.getTime() - merge.merged_at.getTime() > undoableForMs
  if (merge.undone_at !== null || isLate || source.merged_into_id !== target.id || target.merged_into_id) {
    fail('merge_not_undoable')
  }
  const { kept, post_ids: postIds } = merge
  await carryPosts(tx, postIds, target.id, source.id)
  await returnDrafts(tx, source.id, target.id, kept.gained.drafts ?? [])
  await returnParticipants(tx, target.id, postIds, kept.participants)
  await tx
    .deleteFrom('ticket_follower')
    .where('ticket_id', '=', target.id)
    .where('agent_id', '=', sql<number>`any(${kept.gained.followerIds}::bigint[])`)
    .execute()
  const changes = {
    source: await reviveSource(tx, source, kept, now),
    target: await restoreTarget(tx, target, kept, now),
  }
  for (const { id } of [source, target]) {
    await recountTicket(tx, id)
    await reindexTicket(tx, id)
    await reindexNotes(tx, id)
  }
  await tx.updateTable('ticket_merge').set({ undone_at: now }).where('id', '=', mergeId).execute()
  const occurrence = { type: 'ticket.unmerged', at: now, actor: agentActor(actor) } as const
  const data = { mergeId, sourceId: source.id, targetId: target.id }
  const out = { ...data, direction: 'out', changes: changes.source }
  await recordEvent(tx, { ...occurrence, ticketId: source.id, data: out })
  const left = { ...data, direction: 'in', changes: changes.target }
  await recordEvent(tx, { ...occurrence, ticketId: target.id, data: left })
  return source.id
}

/** The source's status again, or that of its kind where it is gone; a freeze goes on while its time is ahead. */
async function reviveSource(tx: Tx, source: TicketRow, kept: KeptOfMerge, now: Date) {
  const was = kept.source
  const frozenUntil = was.frozenUntil === null ? null : new Date(was.frozenUntil)
  const isStillFrozen = frozenUntil !== null && frozenUntil > now
  const status =
    frozenUntil !== null && !isStillFrozen
      ? await thawStatus(tx, source)
      : {
          id: (await inUse(tx, was.statusId)) ?? (await defaultStatusId(tx, was.statusCategory)),
          category: was.statusCategory,
        }
  await tx
    .updateTable('ticket')
    .set((eb) => ({
      status_id: status.id,
      status_category: status.category,
      ...statusTimes(
        { solved_at: asDate(was.solvedAt), closed_at: asDate(was.closedAt) },
        status.category,
        now,
      ),
      ...(isStillFrozen && { frozen_until: frozenUntil }),
      merged_into_id: null,
      waiting_since: asDate(was.waitingSince),
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', source.id)
    .execute()
  if (isStillFrozen) await thawAt(tx, source.id, frozenUntil)
  return { statusId: [source.status_id, status.id] }
}

/** The target without what the merge gave it, as far as nobody has changed that since. */
async function restoreTarget(tx: Tx, target: TicketRow, kept: KeptOfMerge, now: Date) {
  const { statusId, newStatusId } = kept.target
  const isReturning = statusId !== newStatusId && target.status_id === newStatusId
  const statusRow = isReturning ? await statusInUse(tx, statusId) : undefined
  const lost = fieldsToReturn(target.fields, kept.gained.fields ?? {})
  const fields = Object.fromEntries(Object.entries(target.fields ?? {}).filter(([key]) => !(key in lost)))
  await tx
    .updateTable('ticket')
    .set((eb) => ({
      ...(statusRow && {
        status_id: statusRow.id,
        status_category: statusRow.category,
        ...statusTimes(target, statusRow.category, now),
      }),
      ...(Object.keys(lost).length > 0 && { fields: JSON.stringify(fields) }),
      tags: target.tags.filter((tag) => !kept.gained.tags.includes(tag)),
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', target.id)
    .execute()
  return {
    ...(statusRow && { statusId: [target.status_id, statusRow.id] }),
    ...fieldDifferences(lost, 'lost'),
  }
}

function statusInUse(tx: Tx, id: number) {
  return tx
    .selectFrom('ticket_status')
    .select(['id', 'category'])
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
}

async function inUse(tx: Tx, id: number): Promise<number | null> {
  return (await statusInUse(tx, id))?.id ?? null
}

function asDate(text: string | null): Date | null {
  return text === null ? null : new Date(text)
}
