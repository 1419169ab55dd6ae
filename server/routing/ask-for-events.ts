import { sql } from 'kysely'
import type { Tx } from '#server/platform/database/open-database.ts'
import { setDemand } from '#server/platform/events/set-demand.ts'

export const answerTask = 'routing.answer'
/** What may mean that a ticket needs an owner, or that somebody has room for another. */
export const answeredTypes = [
  'ticket.created',
  'ticket.updated',
  'ticket.reopened',
  'ticket.frozen',
  'ticket.unfrozen',
  'ticket.merged',
  'ticket.absorbed',
  'ticket.unmerged',
] as const
/** Only where tickets are taken back from whoever is gone: every letter would cost a job. */
export const answeredWhereTakenBack = 'message.received'

/** A desk in which no team has a policy hands out nothing and pays nothing; the first one asks to be told of events. */
export async function askForEvents(tx: Tx): Promise<void> {
  const { rows } = await sql<{ teams: number; takes_back: boolean }>`
    select count(*) as teams, coalesce(bool_or(takes_back = 'waiting'), false) as takes_back
    from routing_policy`.execute(tx)
  const found = rows[0]
  if (!found || found.teams === 0) return
  await setDemand(tx, answerTask, [...answeredTypes, ...(found.takes_back ? [answeredWhereTakenBack] : [])])
}
