import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail } from '#server/platform/http/failure.ts'
import { fieldDifferences, fieldsToCarry } from './carry-fields.ts'
import { carryDrafts, carryFollowers, carryParticipants, participantsOf } from './carry-people.ts'
import { carryPosts, holdCarried, postIdsOf } from './carry-posts.ts'
import { mustUpdate } from './policy.ts'
import { defaultStatusId, lockTicket } from './queries.ts'
import { recountTicket } from './recount-ticket.ts'
import { reindexNotes, reindexTicket } from './reindex-ticket.ts'
import type { KeptOfMerge, TicketRow } from './tables.ts'
import { tellThaw, thawStatus } from './thaw.ts'
import { statusTimes } from './ticket.ts'

/**
 * Merges tickets into one: whatever was said in them stands there in order of time. Each of them is closed and leads
 * there, so that whoever answers its letters is heard there. Only tickets that have not gone into another themselves
 * can be merged, so no circle can come about, and of two merges that cross the second is `not_mergeable`.
 */
export async function mergeTickets(
  tx: Tx,
  actor: Actor,
  targetId: number,
  sourceIds: readonly number[],
  now: Date,
): Promise<void> {
  mustUpdate(actor)
  const wanted = [...new Set(sourceIds)]
  if (wanted.includes(targetId)) fail('not_mergeable', { detail: { ticketIds: [targetId] } })
  // Always in one order, so that two merges that cross do not wait for each other.
  for (const id of [targetId, ...wanted].toSorted((a, b) => a - b)) {
    const ticket = await (id === targetId ? lockTicket(tx, actor, id) : lockSource(tx, actor, id))
    if (ticket.merged_into_id !== null) fail('not_mergeable', { detail: { ticketIds: [id] } })
  }
  for (const id of wanted.toSorted((a, b) => a - b)) {
    const target = await lockTicket(tx, actor, targetId)
    await mergeOne(tx, actor, { source: await lockTicket(tx, actor, id), target }, now)
  }
}

async function lockSource(tx: Tx, actor: Actor, id: number): Promise<TicketRow> {
  return lockTicket(tx, actor, id).catch(() =>
    fail('unknown_reference', { fields: [{ path: 'body.sourceIds', message: `no ticket ${id}` }] }),
  )
}

type Ends = { source: TicketRow; target: TicketRow }

async function mergeOne(tx: Tx, actor: Actor, ends: Ends, now: Date): Promise<void> {
  const { source, target } = ends
  const postIds = await postIdsOf(tx, source.id)
  const participants = await participantsOf(tx, target.id)
  await carryParticipants(tx, ends)
  const followerIds = await carryFollowers(tx, ends)
  const drafts = await carryDrafts(tx, ends)
  await carryPosts(tx, postIds, source.id, target.id)
  await holdCarried(tx, postIds, target.id, now)
  const status = await statusWith(tx, ends)
  const fields = fieldsToCarry(source.fields, target.fields)
  await writeTarget(tx, ends, status, fields, now)
  const closedId = await defaultStatusId(tx, 'closed')
  await closeSource(tx, ends, closedId, now)
  for (const { id } of [source, target]) {
    await reindexTicket(tx, id)
    await reindexNotes(tx, id)
  }
  const kept: KeptOfMerge = {
    source: {
      statusId: source.status_id,
      statusCategory: source.status_category,
      waitingSince: source.waiting_since?.toISOString() ?? null,
      solvedAt: source.solved_at?.toISOString() ?? null,
      closedAt: source.closed_at?.toISOString() ?? null,
      frozenUntil: source.frozen_until?.toISOString() ?? null,
    },
    target: { statusId: target.status_id, newStatusId: status.id },
    participants,
    gained: { tags: source.tags.filter((tag) => !target.tags.includes(tag)), followerIds, drafts, fields },
  }
  const { id: mergeId } = await tx
    .insertInto('ticket_merge')
    .values({
      source_id: source.id,
      target_id: target.id,
      merged_at: now,
      merged_by_id: actor.agentId,
      post_ids: postIds,
      kept: JSON.stringify(kept),
    })
    .returning('id')
    .executeTakeFirstOrThrow()
  await tellMerge(tx, actor, ends, { mergeId, closedId, status, fields, posts: postIds.length }, now)
}

/** A question that is being worked on brings a ticket that rests back to work. */
async function statusWith(tx: Tx, { source, target }: Ends) {
  const isWorkedOn = (ticket: TicketRow) => ['new', 'open'].includes(ticket.status_category)
  if (isWorkedOn(target) || !isWorkedOn(source)) {
    return { id: target.status_id, category: target.status_category }
  }
  return target.frozen_until === null
    ? { id: await defaultStatusId(tx, 'open'), category: 'open' as const }
    : thawStatus(tx, target)
}

type Status = Awaited<ReturnType<typeof statusWith>>

async function writeTarget(
  tx: Tx,
  { source, target }: Ends,
  status: Status,
  fields: Record<string, unknown>,
  now: Date,
): Promise<void> {
  const waits = [source.waiting_since, target.waiting_since].filter((at) => at !== null)
  const earliest = waits.length === 0 ? null : new Date(Math.min(...waits.map((at) => at.getTime())))
  await recountTicket(tx, target.id)
  await tx
    .updateTable('ticket')
    .set((eb) => ({
      status_id: status.id,
      status_category: status.category,
      ...statusTimes(target, status.category, now),
      // Who waited still waits: an answer in the one was none in the other.
      waiting_since: earliest,
      tags: [...new Set([...target.tags, ...source.tags])].toSorted(),
      ...(Object.keys(fields).length > 0 && { fields: JSON.stringify({ ...target.fields, ...fields }) }),
      last_activity_at: new Date(
        Math.max(target.last_activity_at.getTime(), source.last_activity_at.getTime()),
      ),
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', target.id)
    .execute()
}

async function closeSource(tx: Tx, { source, target }: Ends, closedId: number, now: Date): Promise<void> {
  await recountTicket(tx, source.id)
  await tx
    .updateTable('ticket')
    .set((eb) => ({
      status_id: closedId,
      status_category: 'closed',
      ...statusTimes(source, 'closed', now),
      merged_into_id: target.id,
      waiting_since: null,
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', source.id)
    .execute()
}

async function tellMerge(
  tx: Tx,
  actor: Actor,
  { source, target }: Ends,
  said: { mergeId: number; closedId: number; status: Status; fields: Record<string, unknown>; posts: number },
  now: Date,
): Promise<void> {
  const occurrence = { at: now, actor: agentActor(actor) } as const
  const { mergeId, closedId, status, fields, posts } = said
  await tellThaw(tx, source, 'closed', { ...occurrence, ticketId: source.id }, 'merge')
  await tellThaw(tx, target, status.category, { ...occurrence, ticketId: target.id }, 'merge')
  const from = { statusId: [source.status_id, closedId] }
  const into = {
    ...(status.id !== target.status_id && { statusId: [target.status_id, status.id] }),
    ...fieldDifferences(fields, 'gained'),
  }
  await recordEvent(tx, {
    ...occurrence,
    type: 'ticket.merged',
    ticketId: source.id,
    data: { intoId: target.id, mergeId, changes: from },
  })
  await recordEvent(tx, {
    ...occurrence,
    type: 'ticket.absorbed',
    ticketId: target.id,
    data: { fromId: source.id, mergeId, posts, changes: into },
  })
}
