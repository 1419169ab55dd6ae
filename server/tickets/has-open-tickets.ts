import type { Db } from '#server/platform/database/open-database.ts'
import type {} from './tables.ts'

/** Whether somebody still waits for this team: such a team is not put away. */
export async function hasOpenTickets(db: Db, teamId: number): Promise<boolean> {
  const one = await db
    .selectFrom('ticket')
    .select('id')
    .where('team_id', '=', teamId)
    .where('is_open', '=', true)
    .limit(1)
    .executeTakeFirst()
  return one !== undefined
}
