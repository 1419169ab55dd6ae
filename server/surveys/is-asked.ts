import { sql } from 'kysely'
import type { SavedSurveySettings } from '#contract/surveys.ts'
import type { Tx } from '#server/platform/database/open-database.ts'

interface Solved {
  id: number
  customer_id: number
  team_id: number | null
  category_id: number | null
  tags: string[]
  source: string
  solved_at: Date | null
}

/** Whether the customer is asked about this solution: not twice, not too often, not against their will, no exception. */
export async function isAsked(
  tx: Tx,
  ticket: Solved,
  { except, everyDays }: SavedSurveySettings,
  now: Date,
): Promise<boolean> {
  if (ticket.team_id !== null && except.teamIds.includes(ticket.team_id)) return false
  if (ticket.tags.some((tag) => except.tags.includes(tag))) return false
  if (except.sources.some((source) => source === ticket.source)) return false
  const since = new Date(now.getTime() - everyDays * 86_400_000)
  const { rows } = await sql<{ is_kept: boolean }>`
    select exists (select from survey_refusal where customer_id = ${ticket.customer_id})
      or exists (select from survey where ticket_id = ${ticket.id} and solved_at = ${ticket.solved_at})
      or ${everyDays > 0} and exists (
        select from survey where customer_id = ${ticket.customer_id} and asked_at > ${since})
      or ${except.isAutomatic} and exists (
        select from event where ticket_id = ${ticket.id} and type = 'ticket.created'
          and (data ->> 'isAutomatic')::boolean)
      or exists (
        with recursive above as (
          select id, parent_id from ticket_category where id = ${ticket.category_id}
          union select up.id, up.parent_id from ticket_category as up join above on up.id = above.parent_id
        ) select from above where id = any(${except.categoryIds}::bigint[])) as is_kept`.execute(tx)
  return rows[0]?.is_kept === false
}
