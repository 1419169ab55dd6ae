import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'

/**
 * Every address an agent writes or wrote from, with whose it is: those who have left are among them, because their
 * old letters are still theirs. In lower case.
 */
export async function listAgentAddresses(db: Db): Promise<Map<string, number>> {
  const { rows } = await sql<{ address: string; id: number }>`
    select address, agent_id as id from agent_address where confirmed_at is not null
    union all
    select lower(email), id from agent`.execute(db)
  return new Map(rows.map((row) => [row.address, row.id]))
}
