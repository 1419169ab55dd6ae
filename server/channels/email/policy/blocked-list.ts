import { sql } from 'kysely'
import type { BlockedAddress } from '#contract/mail-policy.ts'
import { type BlockedAddressRow, blockAddress, blockedAmong, inForce } from '#server/customers/index.ts'
import { type Actor, agentActor } from '#server/identity/index.ts'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import { recordEvent } from '#server/platform/events/record-event.ts'
import { found } from '#server/platform/http/failure.ts'
import { cutPage, readCursor } from '#server/platform/paging.ts'
import { seesEveryTicket } from '#server/tickets/index.ts'

const dayMs = 24 * 3600_000

type Named = BlockedAddressRow & { agent_name: string | null }

/** Addresses that are not written to now, newest first. */
export async function listBlockedAddresses(
  db: Db,
  actor: Actor,
  query: { cursor?: string | undefined; limit: number; words?: string | undefined },
  now: Date,
): Promise<{ items: BlockedAddress[]; nextCursor: string | null }> {
  const after = readCursor(query.cursor)
  const words = query.words?.toLowerCase() ?? ''
  const rows = await inForce(db, now)
    .leftJoin('agent', 'agent.id', 'blocked_address.blocked_by_id')
    .select('agent.name as agent_name')
    .$if(words !== '', (blocked) => blocked.where(sql<boolean>`position(${words} in address) > 0`))
    .$if(after !== null, (blocked) => blocked.where('blocked_address.id', '<', after?.id ?? 0))
    .orderBy('blocked_address.id', 'desc')
    .limit(query.limit + 1)
    .execute()
  const { rows: shown, nextCursor } = cutPage(rows, query.limit, (row) => ({ value: null, id: row.id }))
  return { items: shown.map((row) => presentBlocked(row, actor)), nextCursor }
}

/** Which of these a reply would not reach: the composer warns of them. */
export async function lookUpBlocked(
  db: Db,
  actor: Actor,
  addresses: readonly string[],
  now: Date,
): Promise<{ items: BlockedAddress[] }> {
  const rows = await blockedAmong(db, addresses, now)
  return {
    items: rows
      .filter((row) => row.scope === 'all')
      .map((row) => presentBlocked({ ...row, agent_name: null }, actor)),
  }
}

/** An agent knows that an address is not to be written to. */
export async function blockByHand(
  tx: Tx,
  actor: Actor,
  input: { address: string; scope: 'all' | 'automatic'; days: number | null },
  now: Date,
): Promise<BlockedAddress> {
  const { address, scope, days } = input
  const expiresAt = days === null ? null : new Date(now.getTime() + days * dayMs)
  const row = await blockAddress(
    tx,
    { address, scope, cause: 'agent', agentId: actor.agentId, expiresAt },
    now,
  )
  await recordEvent(tx, {
    type: 'address.blocked',
    at: now,
    actor: agentActor(actor),
    data: { address, scope, blockDays: days },
  })
  const agent = await tx.selectFrom('agent').select('name').where('id', '=', actor.agentId).executeTakeFirst()
  return presentBlocked({ ...row, agent_name: agent?.name ?? null }, actor)
}

/** Writes to an address again. */
export async function unblockById(tx: Tx, actor: Actor, id: number, now: Date): Promise<void> {
  const row = found(
    await tx
      .deleteFrom('blocked_address')
      .where('id', '=', id)
      .returning(['address', 'scope'])
      .executeTakeFirst(),
  )
  await recordEvent(tx, { type: 'address.unblocked', at: now, actor: agentActor(actor), data: { ...row } })
}

/** The ticket that a letter came back to is named to whoever sees every ticket. */
function presentBlocked(row: Named, actor: Actor): BlockedAddress {
  return {
    id: row.id,
    address: row.address,
    scope: row.scope,
    cause: row.cause,
    status: row.status,
    diagnostic: row.diagnostic,
    ticketId: seesEveryTicket(actor) ? row.ticket_id : null,
    blockedBy: row.agent_name,
    blockedAt: row.blocked_at.toISOString(),
    expiresAt: row.expires_at?.toISOString() ?? null,
  }
}
