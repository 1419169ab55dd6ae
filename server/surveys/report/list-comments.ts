import { type RawBuilder, sql } from 'kysely'
import type { SurveyReport } from '#contract/survey-report.ts'
import type { Actor } from '#server/identity/index.ts'
import type { Db } from '#server/platform/database/open-database.ts'
import { ticketNumbers, visibleTickets } from '#server/tickets/index.ts'

type Comment = Omit<SurveyReport['comments'][number], 'ticketNumber'>

/** The newest answers with words or causes, of tickets this agent sees. */
export async function listComments(
  db: Db,
  actor: Actor,
  about: { one: RawBuilder<unknown>; where: RawBuilder<boolean>; rated: 'any' | 'good' | 'bad' },
): Promise<SurveyReport['comments']> {
  const { one, where, rated } = about
  const seen = db.selectFrom('ticket').select('ticket.id').where(visibleTickets(actor))
  const { rows } = await sql<Omit<Comment, 'ratedAt'> & { ratedAt: Date }>`
    select one.id, one.ticket_id as "ticketId", coalesce(customer.name, '') as "customerName", one.score, one.scale,
      one.is_good as "isGood", one.comment, one.causes, one.rated_at as "ratedAt", one.rated_in as "ratedIn",
      one.agent_id as "agentId", one.team_id as "teamId"
    from ${one} join ticket as its on its.id = one.ticket_id join customer on customer.id = its.customer_id
    where ${where} and one.score is not null and (one.comment <> '' or one.causes <> '{}')
      and (${rated} = 'any' or one.is_good = (${rated} = 'good')) and one.ticket_id in (${seen})
    order by one.rated_at desc, one.id desc limit 30`.execute(db)
  const numberOf = await ticketNumbers(db)
  return rows.map((row) => ({
    ...row,
    ratedAt: row.ratedAt.toISOString(),
    ticketNumber: numberOf(row.ticketId),
  }))
}
