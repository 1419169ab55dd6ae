import { sql } from 'kysely'
import type { MacroUsage } from '#contract/macros.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { getMacro } from './library/read-macros.ts'

const days = 30

/**
 * The last 30 days of a macro the caller may see; days are those of the caller's zone, or of the server's. What was put
 * into an answer counts when that has left; until then, or if it never does, it is told apart.
 */
export async function getMacroUsage(db: Db, actor: Actor, macroId: number, now: Date): Promise<MacroUsage> {
  await getMacro(db, actor, macroId, now)
  const agent = await db
    .selectFrom('agent')
    .select('time_zone')
    .where('id', '=', actor.agentId)
    .executeTakeFirst()
  const zone = agent?.time_zone ?? Temporal.Now.timeZoneId()
  const today = Temporal.Instant.fromEpochMilliseconds(now.getTime()).toZonedDateTimeISO(zone).toPlainDate()
  const first = today.subtract({ days: days - 1 })
  const since = new Date(first.toZonedDateTime(zone).epochMilliseconds)
  const uses = db.selectFrom('macro_use').where('macro_id', '=', macroId)
  const recent = uses.where('state', '=', 'done').where('at', '>=', since)
  const [byDay, byAgent, totals, ever, unsent] = await Promise.all([
    recent
      .select([sql<string>`to_char(at at time zone ${zone}, 'YYYY-MM-DD')`.as('day'), count().as('count')])
      .groupBy(sql`1`)
      .execute(),
    recent
      .select(['agent_id', count().as('count'), sql<Date>`max(at)`.as('last_at')])
      .where('agent_id', 'is not', null)
      .groupBy('agent_id')
      .orderBy(sql`2`, 'desc')
      .limit(100)
      .execute(),
    recent
      .select([
        sql<number>`count(*) filter (where is_edited is false)::int`.as('unchanged'),
        sql<number>`count(*) filter (where is_edited)::int`.as('edited'),
        sql<number>`count(*) filter (where way = 'rule')::int`.as('by_rules'),
      ])
      .executeTakeFirstOrThrow(),
    uses.where('state', '=', 'done').select(count().as('count')).executeTakeFirstOrThrow(),
    uses
      .where('state', '=', 'waiting')
      .where('at', '>=', since)
      .select(count().as('count'))
      .executeTakeFirstOrThrow(),
  ])
  const counts = new Map(byDay.map((row) => [row.day, row.count]))
  return {
    total: ever.count,
    days: Array.from({ length: days }, (_, at) => first.add({ days: at }).toString()).map((day) => ({
      day,
      count: counts.get(day) ?? 0,
    })),
    sentUnchanged: totals.unchanged,
    sentEdited: totals.edited,
    agents: byAgent.flatMap((row) =>
      row.agent_id === null
        ? []
        : [{ agentId: row.agent_id, count: row.count, lastAt: row.last_at.toISOString() }],
    ),
    byRules: totals.by_rules,
    unsent: unsent.count,
  }
}

const count = () => sql<number>`count(*)::int`
