import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { addressOfCustomer } from './recipients.ts'
import type { KeptOfMerge, TicketRow } from './tables.ts'

type Ends = { source: TicketRow; target: TicketRow }

/** By which message each participant of a ticket was addressed last. */
export async function participantsOf(tx: Tx, ticketId: number): Promise<KeptOfMerge['participants']> {
  return tx
    .selectFrom('ticket_participant')
    .select(['address', 'post_id'])
    .where('ticket_id', '=', ticketId)
    .execute()
}

/**
 * Whom the source's conversation addressed belongs to the target's from now on, and so does its customer where that is
 * somebody else. Called before the posts move.
 */
export async function carryParticipants(tx: Tx, { source, target }: Ends): Promise<void> {
  await sql`insert into ticket_participant (ticket_id, address, name, post_id)
    select ${target.id}::bigint, address, name, post_id from ticket_participant where ticket_id = ${source.id}
    on conflict (ticket_id, address) do update set post_id = greatest(ticket_participant.post_id, excluded.post_id)`.execute(
    tx,
  )
  if (source.customer_id === target.customer_id) return
  const [customer] = await addressOfCustomer(tx, source.customer_id)
  const last = await tx
    .selectFrom('customer_message')
    .select('id')
    .where('ticket_id', '=', source.id)
    .where('customer_id', '=', source.customer_id)
    .orderBy('id', 'desc')
    .limit(1)
    .executeTakeFirst()
  if (!customer || !last) return
  await sql`insert into ticket_participant (ticket_id, address, name, post_id)
    values (${target.id}, ${customer.address.toLowerCase()}, ${customer.name}, ${last.id})
    on conflict (ticket_id, address) do update set post_id = greatest(ticket_participant.post_id, excluded.post_id)`.execute(
    tx,
  )
}

/**
 * The same back: whom only the posts that have left addressed is forgotten, everybody else is remembered by what
 * addressed them before, or since. Called after the posts have gone back.
 */
export async function returnParticipants(
  tx: Tx,
  targetId: number,
  postIds: readonly number[],
  before: KeptOfMerge['participants'],
): Promise<void> {
  await sql`update ticket_participant set post_id = greatest(
      coalesce((select post_id from jsonb_to_recordset(${JSON.stringify(before)}::jsonb) as known (address text, post_id bigint)
        where known.address = ticket_participant.address), 0),
      coalesce((select max(id) from customer_message where ticket_id = ${targetId} and exists (
        select from jsonb_array_elements(coalesce(to_addresses, '[]') || coalesce(cc_addresses, '[]')) as box
        where lower(box ->> 'address') = ticket_participant.address)), 0))
    where ticket_id = ${targetId} and post_id = any(${[...postIds]}::bigint[])`.execute(tx)
  await tx
    .deleteFrom('ticket_participant')
    .where('ticket_id', '=', targetId)
    .where('post_id', '=', 0)
    .execute()
}

/** Whoever followed the source follows the target. Answers who did not before. */
export async function carryFollowers(tx: Tx, { source, target }: Ends): Promise<number[]> {
  const { rows } = await sql<{ agent_id: number }>`
    insert into ticket_follower (ticket_id, agent_id)
    select ${target.id}::bigint, agent_id from ticket_follower where ticket_id = ${source.id}
    on conflict do nothing returning agent_id`.execute(tx)
  return rows.map((row) => row.agent_id)
}

type CarriedDrafts = NonNullable<KeptOfMerge['gained']['drafts']>

/**
 * What somebody has begun to write goes along, unless they have begun something in the target too. Answers what went,
 * and how it was then.
 */
export async function carryDrafts(tx: Tx, { source, target }: Ends): Promise<CarriedDrafts> {
  const { rows } = await sql<{ agent_id: number; version: number; updated_at: Date }>`
    update draft set ticket_id = ${target.id} where ticket_id = ${source.id}
    and not exists (select from draft as other where other.ticket_id = ${target.id} and other.agent_id = draft.agent_id)
    returning agent_id, version, updated_at`.execute(tx)
  return rows.map(({ agent_id: agentId, version, updated_at: at }) => {
    return { agentId, version, updatedAt: at.toISOString() }
  })
}

/** The same back. A draft that was gone on with since stays where that was done, like everything written since. */
export async function returnDrafts(
  tx: Tx,
  sourceId: number,
  targetId: number,
  carried: CarriedDrafts,
): Promise<void> {
  await sql`update draft set ticket_id = ${sourceId}
    from jsonb_to_recordset(${JSON.stringify(carried)}::jsonb)
      as went ("agentId" bigint, version integer, "updatedAt" timestamptz)
    where ticket_id = ${targetId} and draft.agent_id = went."agentId" and draft.version = went.version
    and date_trunc('milliseconds', draft.updated_at) = went."updatedAt"
    and not exists (select from draft as other where other.ticket_id = ${sourceId} and other.agent_id = draft.agent_id)`.execute(
    tx,
  )
}
