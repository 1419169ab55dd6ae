import { type RawBuilder, sql } from 'kysely'
import type { SurveyReport, SurveyReportQuery, SurveySums } from '#contract/survey-report.ts'
import type { SurveyScale } from '#contract/surveys.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { fail } from '#server/platform/http/failure.ts'
import { visibleTickets } from '#server/tickets/index.ts'
import { scoresOf } from '../score.ts'
import { readSurveySettings } from '../settings.ts'
import { listComments } from './list-comments.ts'
import { isWithin, scopeOf } from './scope.ts'

/** More days are counted by the week. */
const mostDaysByDay = 62
const mostDays = 1100

/**
 * The scores of a period, by the day of asking: whoever was asked within it is counted, and whether they have answered
 * since. An answer is whose the ticket was when it was given; somebody who has not answered is counted where the ticket is now.
 */
export async function readReport(db: Db, actor: Actor, query: SurveyReportQuery): Promise<SurveyReport> {
  const period = periodOf(query)
  const { from, to, days } = period
  const isWeekly = days > mostDaysByDay
  const one = surveysOf(db, actor, query)
  const within = sql<boolean>`${isWithin(actor)} and ${chosen(query)}`
  const during = inDays(query.timeZone, from, to)
  const before = inDays(query.timeZone, from.subtract({ days }), from.subtract({ days: 1 }))
  const step = sql`(date_trunc(${isWeekly ? 'week' : 'day'}, one.asked_at at time zone ${query.timeZone}))::date::text`
  const grouped = async <K extends string>(key: RawBuilder<unknown>, name: K, limit = 500) => {
    const { rows } = await sql<
      SurveySums & Record<K, never>
    >`select ${key} as ${sql.ref(name)}, ${sums} from ${one}
      where ${within} and ${during} group by 1 order by count(one.score) desc, count(*) desc limit ${limit}`.execute(
      db,
    )
    return rows
  }
  const [settings, total, earlier, steps, teams, agents, scores, causes, comments] = await Promise.all([
    readSurveySettings(db),
    sumOf(db, sql`${one} where ${within} and ${during}`),
    sumOf(db, sql`${one} where ${within} and ${before}`),
    grouped(step, 'from', 1200) as Promise<(SurveySums & { from: string })[]>,
    grouped(sql`one.team_id`, 'teamId') as Promise<(SurveySums & { teamId: number | null })[]>,
    grouped(sql`one.agent_id`, 'agentId') as Promise<(SurveySums & { agentId: number | null })[]>,
    sql<{
      scale: SurveyScale
      score: number
      count: number
    }>`select one.scale, one.score, count(*)::int as count
      from ${one} where ${within} and ${during} and one.score is not null group by 1, 2`.execute(db),
    sql<{ key: string; count: number; good: number }>`select cause.key, count(*)::int as count,
        (count(*) filter (where one.is_good))::int as good
      from ${one} cross join unnest(one.causes) as cause (key)
      where ${within} and ${during} and one.score is not null group by 1 order by 2 desc limit 12`.execute(
      db,
    ),
    listComments(db, actor, { one, where: sql`${within} and ${during}`, rated: query.rated }),
  ])
  const names = new Map(settings.causes.map((cause) => [cause.key, cause[actor.language]]))
  const known = new Map(steps.map((row) => [row.from, row]))
  const scales = [...new Set(scores.rows.map((row) => row.scale))].toSorted((a, b) => a - b)
  return {
    scope: scopeOf(actor),
    total,
    before: earlier,
    isWeekly,
    steps: stepsOf(period, isWeekly).map(
      (day) => known.get(day) ?? { from: day, asked: 0, answered: 0, good: 0 },
    ),
    scales: scales.map((scale) => ({
      scale,
      counts: scoresOf(scale).map((score) => ({
        score,
        count: scores.rows.find((row) => row.scale === scale && row.score === score)?.count ?? 0,
      })),
    })),
    teams,
    agents,
    causes: causes.rows.map(({ key, ...rest }) => ({ name: names.get(key) ?? key, ...rest })),
    comments: comments.map((row) => ({ ...row, causes: row.causes.map((key) => names.get(key) ?? key) })),
  }
}

const sums = sql`count(*)::int as asked, count(one.score)::int as answered,
  (count(*) filter (where one.is_good))::int as good`

async function sumOf(db: Db, rest: RawBuilder<unknown>): Promise<SurveySums> {
  const { rows } = await sql<SurveySums>`select ${sums} from ${rest}`.execute(db)
  return rows[0] ?? { asked: 0, answered: 0, good: 0 }
}

/** Surveys of tickets this agent sees, with whose each is: a sum counts nothing that could not be opened. */
function surveysOf(db: Db, actor: Actor, { by }: SurveyReportQuery): RawBuilder<unknown> {
  const seen = db.selectFrom('ticket').select('ticket.id').where(visibleTickets(actor))
  const agent = by === 'replier' ? sql`survey.last_replier_id` : sql`survey.agent_id`
  return sql`(select survey.id, survey.ticket_id, survey.scale, survey.score, survey.is_good, survey.comment, survey.causes,
      survey.asked_at, survey.rated_at, survey.rated_in,
      case when survey.score is null then ticket.assignee_id else ${agent} end as agent_id,
      case when survey.score is null then ticket.team_id else survey.team_id end as team_id
    from survey join ticket on ticket.id = survey.ticket_id
    where ${actor.isLimitedToTeams ? sql`ticket.id in (${seen})` : sql`true`}) as one`
}

function chosen({ teamId, agentId }: SurveyReportQuery): RawBuilder<boolean> {
  return sql`(${teamId ?? null}::bigint is null or one.team_id = ${teamId ?? null}::bigint)
    and (${agentId ?? null}::bigint is null or one.agent_id = ${agentId ?? null}::bigint)`
}

function inDays(zone: string, from: Temporal.PlainDate, to: Temporal.PlainDate): RawBuilder<boolean> {
  const at = (day: Temporal.PlainDate) => day.toZonedDateTime(zone).toInstant().toString()
  return sql`one.asked_at >= ${at(from)}::timestamptz and one.asked_at < ${at(to.add({ days: 1 }))}::timestamptz`
}

interface Period {
  from: Temporal.PlainDate
  to: Temporal.PlainDate
  days: number
}

function periodOf(query: SurveyReportQuery): Period {
  const wrong = (path: string, message: string) => fail('invalid_input', { fields: [{ path, message }] })
  try {
    Temporal.Now.instant().toZonedDateTimeISO(query.timeZone)
  } catch {
    wrong('query.timeZone', 'no such time zone')
  }
  const [from, to] = [Temporal.PlainDate.from(query.from), Temporal.PlainDate.from(query.to)]
  const days = from.until(to, { largestUnit: 'days' }).days + 1
  if (days < 1 || days > mostDays) wrong('query.to', 'must be after the first day, and within three years')
  return { from, to, days }
}

/** Every day of the period, or the Monday of every week it touches. */
function stepsOf({ from, to }: Period, isWeekly: boolean): string[] {
  const first = isWeekly ? from.subtract({ days: from.dayOfWeek - 1 }) : from
  const found: string[] = []
  for (let day = first; Temporal.PlainDate.compare(day, to) <= 0; day = day.add({ days: isWeekly ? 7 : 1 }))
    found.push(day.toString())
  return found
}
