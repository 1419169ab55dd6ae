import type { Selectable } from 'kysely'
import type { AgentAddress } from '#contract/agent-addresses.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Actor } from '../actor.ts'
import { mustBeInPerson } from '../policy.ts'
import type { AgentAddressTable } from '../tables.ts'

/** The actor's further addresses, in the order they were added. */
export async function listOwnAddresses(db: Db, actor: Actor): Promise<{ items: AgentAddress[] }> {
  mustBeInPerson(actor)
  const rows = await db
    .selectFrom('agent_address')
    .selectAll()
    .where('agent_id', '=', actor.agentId)
    .orderBy('id')
    .execute()
  return { items: rows.map(presentAddress) }
}

export function presentAddress(row: Selectable<AgentAddressTable>): AgentAddress {
  return {
    id: row.id,
    address: row.address,
    isConfirmed: row.confirmed_at !== null,
    createdAt: row.created_at.toISOString(),
  }
}
