import { sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import type { Platform } from '#server/platform/platform.ts'
import { forgottenAfterDays } from './answer-event.ts'

const dayMs = 86_400_000
/** How long a ticket can tell which rule did what, and on what grounds. Its history keeps the rule's name for ever. */
const runDays = 180
/** Deleted at once, so that no lock is long. */
const batch = 5_000

/** The job `rules.forget`: old runs, and the marks of what has been answered that nobody can ask for again. */
export async function forgetRuns({ database: { db }, clock }: Platform): Promise<void> {
  const before = (days: number) => new Date(clock.now().getTime() - days * dayMs)
  await forget(db, 'rule_run', before(runDays))
  await forget(db, 'rule_pass', before(forgottenAfterDays * 3))
  await forget(db, 'rule_moment', before(forgottenAfterDays * 3))
  await db
    .deleteFrom('rule_due')
    .where('due_at', '<', before(forgottenAfterDays * 3))
    .execute()
}

async function forget(db: Db, table: 'rule_run' | 'rule_pass' | 'rule_moment', before: Date): Promise<void> {
  for (;;) {
    const { numAffectedRows } = await sql`delete from ${sql.table(table)} where ctid in (
      select ctid from ${sql.table(table)} where at < ${before} limit ${batch})`.execute(db)
    if ((numAffectedRows ?? 0n) < batch) return
  }
}
