import { sql } from 'kysely'
import type { StatusCategory } from '#contract/desk.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { fail, found } from '#server/platform/http/failure.ts'
import { visibleTickets } from './policy.ts'
import type { TicketRow } from './tables.ts'

/** The ticket, locked until the transaction ends; `not_found` when the actor may not see it. */
export async function lockTicket(tx: Tx, actor: Actor, id: number): Promise<TicketRow> {
  return found(
    await tx
      .selectFrom('ticket')
      .selectAll()
      .where('id', '=', id)
      .where(visibleTickets(actor))
      .forUpdate()
      .executeTakeFirst(),
  )
}

/**
 * The ticket, locked, for an agent's work on it. One that went into another is a signpost: what is done there would
 * be seen by nobody, so it ends with `ticket_merged` and the number of the other.
 */
export async function lockWorkableTicket(tx: Tx, actor: Actor, id: number): Promise<TicketRow> {
  const ticket = await lockTicket(tx, actor, id)
  if (ticket.merged_into_id !== null) fail('ticket_merged', { detail: { ticketId: ticket.merged_into_id } })
  return ticket
}

/** The ticket, locked, for what happens by itself: nobody looks at it, so there is nobody to keep it from. Null when it is gone. */
export async function lockTicketRow(tx: Tx, id: number): Promise<TicketRow | null> {
  const row = await tx.selectFrom('ticket').selectAll().where('id', '=', id).forUpdate().executeTakeFirst()
  return row ?? null
}

/** Ends with `not_found` unless the actor may see the ticket. */
export async function mustSee(db: Db, actor: Actor, id: number): Promise<void> {
  found(
    await db
      .selectFrom('ticket')
      .select('id')
      .where('id', '=', id)
      .where(visibleTickets(actor))
      .executeTakeFirst(),
  )
}

/** The little of a ticket that other reads start from; `not_found` when the actor may not see it. */
export async function visibleTicket(
  db: Db,
  actor: Actor,
  id: number,
): Promise<{ id: number; customer_id: number; merged_into_id: number | null }> {
  return found(
    await db
      .selectFrom('ticket')
      .select(['id', 'customer_id', 'merged_into_id'])
      .where('id', '=', id)
      .where(visibleTickets(actor))
      .executeTakeFirst(),
  )
}

/** The id of a post that will be written, so that what refers to it need not wait for it. */
export async function nextPostId(tx: Tx): Promise<number> {
  const { rows } = await sql<{ id: number }>`select nextval('post_id_seq') as id`.execute(tx)
  return found(rows[0]).id
}

/** The status a ticket takes when only the category is known. */
export async function defaultStatusId(db: Db, category: StatusCategory): Promise<number> {
  const row = await db
    .selectFrom('ticket_status')
    .select('id')
    .where('category', '=', category)
    .where('is_default', '=', true)
    .executeTakeFirstOrThrow()
  return row.id
}

/** A status somebody chose; `unknown_reference` for one that is gone. */
export async function chosenStatus(db: Db, id: number): Promise<{ id: number; category: StatusCategory }> {
  const row = await db
    .selectFrom('ticket_status')
    .select(['id', 'category'])
    .where('id', '=', id)
    .where('archived_at', 'is', null)
    .executeTakeFirst()
  return row ?? fail('unknown_reference', { fields: [{ path: 'body.statusId', message: 'no such status' }] })
}
