import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

/**
 * Agents in force by the addresses they write from: the one they sign in with, and further ones they have confirmed.
 * Keys are in lower case; addresses of nobody are left out.
 */
export async function agentsByAddress(db: Db, addresses: readonly string[]): Promise<Map<string, number>> {
  const wanted = [...new Set(addresses.map((address) => address.toLowerCase().replaceAll('\0', '')))]
  if (wanted.length === 0) return new Map()
  const { rows } = await sql<{ address: string; id: number }>`
    select email as address, id from agent where email = any(${wanted}::text[]) and is_active
    union all
    select address, agent.id from agent_address join agent on agent.id = agent_id
    where address = any(${wanted}::text[]) and confirmed_at is not null and is_active
      and not exists (select from agent other where other.email = address and other.is_active)`.execute(db)
  return new Map(rows.map((row) => [row.address, row.id]))
}
