import type { ProblemKind } from '#contract/channel-health.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import type {} from './tables.ts'

/** The incidents that are open: asked for by every administrator's navigation, so it reads one small index. */
export async function countProblems(
  db: Db,
): Promise<{ open: number; kinds: ProblemKind[]; since: string | null }> {
  const rows = await db
    .selectFrom('channel_incident')
    .select(['kind', 'started_at'])
    .where('ended_at', 'is', null)
    .orderBy('started_at')
    .execute()
  return {
    open: rows.length,
    kinds: [...new Set(rows.map((row) => row.kind))],
    since: rows[0]?.started_at.toISOString() ?? null,
  }
}
