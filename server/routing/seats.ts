import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'

/** Gives those a seat who have none yet: an agent who was never looked at is offline since now. */
export async function ensureSeats(
  tx: Tx,
  whose: { teamId: number } | { agentId: number } | 'everybody',
  now: Date,
): Promise<void> {
  const agents =
    whose === 'everybody'
      ? sql`agent.is_active`
      : 'agentId' in whose
        ? sql`agent.id = ${whose.agentId}`
        : sql`agent.id in (select agent_id from team_member where team_id = ${whose.teamId})`
  await sql`
    insert into agent_seat (agent_id, status_id, since)
    select agent.id, status.id, ${now} from agent, agent_status as status
    where status.key = 'offline' and ${agents}
      and not exists (select from agent_seat where agent_seat.agent_id = agent.id)
    on conflict do nothing`.execute(tx)
}
