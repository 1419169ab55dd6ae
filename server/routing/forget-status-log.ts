import { sql } from 'kysely'
import type { Platform } from '#server/platform/platform.ts'

const dayMs = 86_400_000
/** How long one can read who was online when. */
const keptDays = 180
/** Deleted at once, so that no lock is long. */
const batch = 5_000

/** The job `routing.forget`: statuses that were over long ago. What still lasts is kept, however old. */
export async function forgetStatusLog({ database: { db }, clock }: Platform): Promise<void> {
  const before = new Date(clock.now().getTime() - keptDays * dayMs)
  for (;;) {
    const { numAffectedRows } = await sql`delete from agent_status_log where id in (
      select id from agent_status_log as entry
      where at < ${before} and exists (select from agent_status_log as later
        where later.agent_id = entry.agent_id and later.id > entry.id and later.at < ${before})
      limit ${batch})`.execute(db)
    if ((numAffectedRows ?? 0n) < batch) return
  }
}
