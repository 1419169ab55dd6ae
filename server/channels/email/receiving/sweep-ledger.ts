import { sql } from 'kysely'
import type { EmailDesk } from '../email-desk.ts'

/**
 * Gives every letter still waiting a job again, unless it has one of its own that will still be tried: a process that
 * was killed may have taken the job of many with it. A letter that had a job after all is decided once nevertheless.
 * Answers how many were found.
 */
export async function sweepLedger(desk: EmailDesk, olderThanSeconds: number): Promise<number> {
  const before = new Date(desk.clock.now().getTime() - olderThanSeconds * 1000)
  const { rows } = await sql<{ count: number }>`
    with waiting as (
      select id from inbound_letter
      where state = 'received' and received_at < ${before}
        and not exists (
          select from graphile_worker.jobs where attempts < max_attempts
            and key in ('email.receive ' || inbound_letter.id, 'email.examine ' || inbound_letter.id)
        )
      order by id limit 2000
    ), job as (
      select graphile_worker.add_job('email.receive', json_build_object('letterIds', json_agg(id), 'isRetry', true)) as added
      from (select id, (row_number() over (order by id) - 1) / 10 as part from waiting) as numbered
      group by part
    )
    select count(added)::int as count from job`.execute(desk.database.db)
  return rows[0]?.count ?? 0
}
