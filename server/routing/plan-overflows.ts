import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { addMinutes, loadHours } from './working-hours.ts'

/**
 * Notes when what waits with a team will have waited too long there, in place of what was noted before; of everything
 * that waits, or of one ticket. Minutes are those of the team's working hours, where it has any; what is put aside is
 * looked at when it comes back.
 */
export async function planOverflows(
  tx: Tx,
  teamId: number,
  now: Date,
  ticketId: number | null = null,
): Promise<void> {
  const policy = await tx
    .selectFrom('routing_policy')
    .select(['overflow_minutes', 'overflow_team_id', 'calendar_id'])
    .where('team_id', '=', teamId)
    .executeTakeFirst()
  if (!policy || policy.overflow_minutes === null || policy.overflow_team_id === null) return
  const minutes = policy.overflow_minutes
  const hours = await loadHours(tx, [policy.calendar_id])
  const calendar = policy.calendar_id === null ? undefined : hours.get(policy.calendar_id)
  const { rows } = await sql<{ ticket_id: number; since: Date; frozen_until: Date | null }>`
    select waiting.ticket_id, waiting.since, ticket.frozen_until
    from routing_wait as waiting join ticket on ticket.id = waiting.ticket_id
    where waiting.team_id = ${teamId} and (${ticketId}::bigint is null or waiting.ticket_id = ${ticketId}::bigint)
    order by waiting.ticket_id`.execute(tx)
  const dues = rows.map(({ since, frozen_until }) =>
    Math.max(addMinutes(calendar, since, minutes).getTime(), frozen_until?.getTime() ?? 0, now.getTime()),
  )
  await sql`
    select graphile_worker.add_job('routing.overflow',
      payload := json_build_object('ticketId', due.ticket_id, 'teamId', ${teamId}::bigint),
      run_at := to_timestamp(due.ms / 1000.0), max_attempts := 12, job_key := 'routing.overflow:' || due.ticket_id)
    from unnest(${rows.map((row) => row.ticket_id)}::bigint[], ${dues}::bigint[]) as due (ticket_id, ms)`.execute(
    tx,
  )
}
