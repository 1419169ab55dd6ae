import type { Db } from '#server/platform/database/open-database.ts'

/** Whether an agent of the team, or of any, is online now. */
export async function isAnybodyHere(db: Db, teamId: number | null): Promise<boolean> {
  const row = await db
    .selectFrom('agent_seat')
    .innerJoin('agent', 'agent.id', 'agent_seat.agent_id')
    .select('agent.id')
    .where('agent.is_active', '=', true)
    .where('agent_seat.meaning', '=', 'online')
    .$if(teamId !== null, (qb) =>
      qb.where('agent.id', 'in', (eb) =>
        eb
          .selectFrom('team_member')
          .select('agent_id')
          .where('team_id', '=', teamId ?? 0),
      ),
    )
    .limit(1)
    .executeTakeFirst()
  return row !== undefined
}
