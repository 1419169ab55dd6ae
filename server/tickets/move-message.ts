import { sql } from 'kysely'
import type { Actor } from '#server/identity/index.ts'
import { sectionDefaults } from '#contract/inbox-sections.ts'
import type { Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { type Emptied, leaveTicket } from './leave-ticket.ts'
import { moveParticipants } from './move-participants.ts'
import { mustUpdate } from './policy.ts'
import { defaultStatusId, lockTicket } from './queries.ts'
import { hasLeft, recountTicket } from './recount-ticket.ts'
import { reindexTicket } from './reindex-ticket.ts'
import type { TicketRow } from './tables.ts'
import { tellThaw } from './thaw.ts'
import { followCustomerMessage, statusTimes } from './ticket.ts'

export interface MessageMove {
  customerMessageId: number
  /** Where the caller saw it; `version_conflict` when somebody else was quicker. */
  fromTicketId: number
  /** Null opens a ticket for it. */
  toTicketId: number | null
  /** The subject of a ticket opened for it. */
  subject: string
  /** Written by a machine: it reopens nothing and makes nobody wait. */
  isAutomatic: boolean
}

type Message = Awaited<ReturnType<typeof lockMessage>>

/**
 * Takes a customer's message out of one ticket and puts it into another, with its files and with whom it
 * addressed. Replies stay where they were written: what has been sent is not changed. A ticket left without a post is
 * closed and leads to the other one, and is what it was as soon as the message comes back. Answers the ticket's id.
 */
export async function moveMessage(tx: Tx, actor: Actor, move: MessageMove, now: Date): Promise<number> {
  mustUpdate(actor)
  // Always in one order, so that two moves that cross do not wait for each other.
  const ids = [move.fromTicketId, ...(move.toTicketId === null ? [] : [move.toTicketId])]
  for (const id of ids.toSorted((a, b) => a - b)) {
    if (id === move.toTicketId) await lockOther(tx, actor, id)
    else await lockTicket(tx, actor, id)
  }
  const from = await lockTicket(tx, actor, move.fromTicketId)
  const message = await lockMessage(tx, move.customerMessageId)
  if (message.ticket_id !== from.id) fail('version_conflict', { detail: { ticketId: message.ticket_id } })
  const to =
    move.toTicketId === null
      ? await openFor(tx, from, message, move.subject, now)
      : await targetOf(tx, actor, move.toTicketId)
  if (to.id === from.id) fail('not_movable')
  await tx.updateTable('customer_message').set({ ticket_id: to.id }).where('id', '=', message.id).execute()
  await moveParticipants(tx, { from: from.id, to, message })
  await joinTicket(tx, to, message, move.isAutomatic, now)
  const emptied = await leaveTicket(tx, from, to.id, now)
  for (const id of [from.id, to.id]) await reindexTicket(tx, id)
  const data = { customerMessageId: message.id, fromTicketId: from.id, toTicketId: to.id }
  const occurrence = {
    type: 'message.moved',
    at: now,
    actor: { kind: 'agent', id: actor.agentId },
  } as const
  const out = { ...data, direction: 'out', ...(emptied && { emptied }) }
  await recordEvent(tx, { ...occurrence, ticketId: from.id, data: out })
  await recordEvent(tx, { ...occurrence, ticketId: to.id, data: { ...data, direction: 'in' } })
  return to.id
}

async function lockOther(tx: Tx, actor: Actor, id: number): Promise<void> {
  await lockTicket(tx, actor, id).catch(() =>
    fail('unknown_reference', { fields: [{ path: 'body.ticketId', message: 'no such ticket' }] }),
  )
}

async function lockMessage(tx: Tx, id: number) {
  return found(
    await tx
      .selectFrom('customer_message')
      .select(['id', 'ticket_id', 'customer_id', 'channel', 'created_at'])
      .select(['from_address', 'from_name', 'to_addresses', 'cc_addresses'])
      .where('id', '=', id)
      .forUpdate()
      .executeTakeFirst(),
  )
}

/** Follows mergers to the ticket that is alive, but stops at one that only waits for its message to come back. */
async function targetOf(tx: Tx, actor: Actor, id: number): Promise<TicketRow> {
  const ticket = await lockTicket(tx, actor, id)
  if (ticket.merged_into_id === null || (await beforeEmptied(tx, id))) return ticket
  return targetOf(tx, actor, ticket.merged_into_id)
}

/** A ticket for a message that stood in a stranger's: its sender is its customer. */
async function openFor(tx: Tx, from: TicketRow, message: Message, subject: string, now: Date) {
  return tx
    .insertInto('ticket')
    .values({
      subject,
      status_id: await defaultStatusId(tx, 'new'),
      status_category: 'new',
      customer_id: message.customer_id,
      // It stays with the team that found it misplaced.
      team_id: from.team_id,
      source: message.channel,
      inbox_id: from.inbox_id,
      created_at: message.created_at,
      updated_at: now,
      last_activity_at: now,
    })
    .returningAll()
    .executeTakeFirstOrThrow()
}

/** What the message does to the ticket it comes to: the same as if it had come there at first. */
async function joinTicket(
  tx: Tx,
  to: TicketRow,
  message: Message,
  isAutomatic: boolean,
  now: Date,
): Promise<void> {
  const revived = to.merged_into_id === null ? null : await beforeEmptied(tx, to.id)
  const { rows } = await sql<{ is_answered: boolean }>`select exists (select from reply
    where ticket_id = ${to.id} and not is_automatic and ${hasLeft}
      and (coalesce(released_at, created_at), id) > (${message.created_at}::timestamptz, ${message.id}::bigint)) as is_answered`.execute(
    tx,
  )
  const isWaiting = !isAutomatic && !(rows[0]?.is_answered ?? false)
  // Somebody chose this ticket, so a closed one is opened again rather than followed by a new one.
  const reopening = { ...sectionDefaults.reopening, closed: 'reopen' } as const
  const follow = followCustomerMessage(to, { isAutomatic, reopening }, now)
  const category = !revived && isWaiting && follow.kind === 'become' ? follow.category : null
  await tx
    .updateTable('ticket')
    .set((eb) => ({
      merged_into_id: revived ? null : to.merged_into_id,
      ...(revived && {
        status_id: revived.statusId,
        status_category: revived.statusCategory,
        ...statusTimes({ solved_at: null, closed_at: null }, revived.statusCategory, now),
      }),
      ...(category && { status_category: category, ...statusTimes(to, category, now) }),
      ...(isWaiting && {
        waiting_since:
          to.waiting_since && to.waiting_since < message.created_at ? to.waiting_since : message.created_at,
      }),
      last_activity_at: now,
      updated_at: now,
      version: eb('version', '+', 1),
    }))
    .where('id', '=', to.id)
    .execute()
  await recountTicket(tx, to.id)
  if (category === null) return
  const writer = { kind: 'customer', id: message.customer_id } as const
  await tellThaw(tx, to, category, { at: now, actor: writer, ticketId: to.id }, 'customer_wrote')
  await tx
    .updateTable('ticket')
    .set({ status_id: await defaultStatusId(tx, category) })
    .where('id', '=', to.id)
    .execute()
  const changes = { statusCategory: [to.status_category, category] }
  await recordEvent(tx, {
    type: 'ticket.reopened',
    at: now,
    actor: writer,
    ticketId: to.id,
    data: { changes },
  })
}

async function beforeEmptied(tx: Tx, ticketId: number) {
  const event = await tx
    .selectFrom('event')
    .select('data')
    .where('ticket_id', '=', ticketId)
    .where('type', '=', 'message.moved')
    .where(sql<boolean>`data ? 'emptied'`)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  return (event?.data['emptied'] as Emptied | undefined) ?? null
}
