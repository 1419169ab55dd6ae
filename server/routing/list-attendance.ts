import type { Attendance } from '#contract/attendance.ts'
import { type Actor, peopleOf } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type {} from './tables.ts'

/** Who is here, for whoever chooses an assignee: nothing of loads, so that it costs little. */
export async function listAttendance(
  db: Db,
  actor: Actor,
): Promise<{ items: Pick<Attendance, 'agentId' | 'statusId' | 'meaning'>[] }> {
  const people = await peopleOf(db, actor)
  let query = db
    .selectFrom('agent_seat')
    .innerJoin('agent', 'agent.id', 'agent_seat.agent_id')
    .select(['agent_id', 'status_id', 'meaning'])
    .where('is_active', '=', true)
  if (people) query = query.where('agent_id', 'in', people)
  const rows = await query.orderBy('agent_id').execute()
  return {
    items: rows.map((row) => ({ agentId: row.agent_id, statusId: row.status_id, meaning: row.meaning })),
  }
}
