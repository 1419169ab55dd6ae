import { sql } from 'kysely'
import type { Db, Tx } from '#server/platform/database/open-database.ts'
import type { BlockCause, BlockScope, BlockedAddressRow } from './tables.ts'

export interface Block {
  /** In lower case. */
  address: string
  scope: BlockScope
  cause: BlockCause
  status?: string | null
  diagnostic?: string | null
  replyId?: number | null
  ticketId?: number | null
  agentId?: number | null
  /** Null is for good. */
  expiresAt: Date | null
}

/** Which of these addresses are not written to now, with why; `automatic` ones are only where a machine writes. */
export async function blockedAmong(
  db: Db,
  addresses: readonly string[],
  now: Date,
): Promise<BlockedAddressRow[]> {
  const wanted = [...new Set(addresses.map((address) => address.toLowerCase()))]
  if (wanted.length === 0) return []
  return inForce(db, now)
    .where('address', '=', sql<string>`any(${wanted}::text[])`)
    .orderBy('address')
    .execute()
}

/** Blocks that have not run out. */
export function inForce(db: Db, now: Date) {
  return db
    .selectFrom('blocked_address')
    .selectAll('blocked_address')
    .where((eb) => eb.or([eb('expires_at', 'is', null), eb('expires_at', '>', now)]))
}

/** Writes to an address no more. One that is blocked already keeps the later end. */
export async function blockAddress(tx: Tx, block: Block, now: Date): Promise<BlockedAddressRow> {
  const { address, scope, cause, expiresAt } = block
  const { rows } = await sql<BlockedAddressRow>`
    insert into blocked_address as known (address, scope, cause, status, diagnostic, reply_id, ticket_id, blocked_by_id,
      blocked_at, expires_at)
    values (${address.toLowerCase()}, ${scope}, ${cause}, ${block.status ?? null}, ${block.diagnostic?.slice(0, 500) ?? null},
      ${block.replyId ?? null}, ${block.ticketId ?? null}, ${block.agentId ?? null}, ${now}, ${expiresAt})
    on conflict (address, scope) do update set
      expires_at = case when known.expires_at is null or excluded.expires_at is null then null
        else greatest(known.expires_at, excluded.expires_at) end,
      cause = excluded.cause, status = excluded.status, diagnostic = excluded.diagnostic,
      reply_id = excluded.reply_id, ticket_id = excluded.ticket_id, blocked_by_id = excluded.blocked_by_id,
      blocked_at = excluded.blocked_at
    returning *`.execute(tx)
  const row = rows[0]
  if (!row) throw new Error('the address was not blocked')
  return row
}

/** Lets people write to these addresses again; what bars machines stays. Answers those that were blocked. */
export async function unblockAddresses(tx: Tx, addresses: readonly string[]): Promise<string[]> {
  if (addresses.length === 0) return []
  const rows = await tx
    .deleteFrom('blocked_address')
    .where(
      'address',
      'in',
      addresses.map((address) => address.toLowerCase()),
    )
    .where('scope', '=', 'all')
    .returning('address')
    .execute()
  return rows.map((row) => row.address)
}
