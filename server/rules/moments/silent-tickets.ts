import { type RawBuilder, sql } from 'kysely'
import type { Db } from '#server/platform/database/open-database.ts'
import type { SilenceTrigger } from './silence-ends.ts'

/** A ticket on which one side has said nothing since. */
export interface SilentTicket {
  id: number
  since: Date
}

interface Bounds {
  ruleId: number
  /** How long it has to last: what was answered of a silence is told apart by it. */
  ms: number
  /** Silence that began after this… */
  after: Date
  /** …and not later than that. */
  until: Date
  /** Of this ticket alone. */
  ticketId?: number
  /** Behind this one, which was the last of the page before. */
  behind?: SilentTicket | undefined
}

export const silentPage = 500

/** The tickets on which a side is silent and this rule has not looked at that silence yet, the longest first. */
export async function silentTickets(
  db: Db,
  of: SilenceTrigger['of'],
  { ruleId, ms, after, until, ticketId, behind }: Bounds,
): Promise<SilentTicket[]> {
  const { rows } = await sql<SilentTicket>`
    select id, since from (${of === 'agents' ? agentsSilent(after, until) : customersSilent(after, until)}) as silent
    where (${ticketId ?? null}::bigint is null or id = ${ticketId ?? null})
      and (${behind?.id ?? null}::bigint is null or (since, id) > (${behind?.since ?? null}::timestamptz, ${behind?.id ?? null}))
      and not exists (select from rule_moment
        where rule_moment.ticket_id = silent.id and rule_id = ${ruleId}
          and moment = silent.since + ${ms} * interval '1 millisecond')
    order by since, id limit ${silentPage}`.execute(db)
  return rows
}

function agentsSilent(after: Date, until: Date): RawBuilder<unknown> {
  return sql`select id, date_trunc('milliseconds', waiting_since) as since from ticket
    where is_open and merged_into_id is null and waiting_since > ${after} and waiting_since <= ${until}`
}

/** Our last word stands unanswered. What was merged away or closed waits for nobody. */
function customersSilent(after: Date, until: Date): RawBuilder<unknown> {
  const said = sql`coalesce(reply.released_at, reply.created_at)`
  const laterSaid = sql`coalesce(later.released_at, later.created_at)`
  const isOut = (reply: string) =>
    sql`not ${sql.ref(`${reply}.is_automatic`)}
      and ${sql.ref(`${reply}.delivery_state`)} not in ('cancelled', 'scheduled', 'held')`
  return sql`select ticket.id, date_trunc('milliseconds', ${said}) as since
    from reply join ticket on ticket.id = reply.ticket_id
    where ${isOut('reply')} and ${said} > ${after} and ${said} <= ${until}
      and ticket.status_category <> 'closed' and merged_into_id is null and waiting_since is null
      and not exists (select from reply as later where later.ticket_id = reply.ticket_id and ${isOut('later')}
        and (${laterSaid}, later.id) > (${said}, reply.id))`
}
